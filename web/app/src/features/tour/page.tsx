export function TourPage() { return null; }
