// A text as a file of whoever looks at it.
export function save(name: string, text: string, type: "text/csv" | "application/json") {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
