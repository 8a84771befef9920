// The demonstration's button: a purchase at the till of what lies in somebody's cart.
import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { post } from "../api/client";
import { useWords } from "../i18n/context";
import { failureMessage } from "./clock";
import { may } from "./roles";
import { useSession } from "./session";

interface Purchase { customer: string | undefined; variant?: "filled" | "default"; /** What came of it is told in place. */ quiet?: boolean }

export function TillPurchase({ customer, variant = "filled", quiet = false }: Purchase) {
  const words = useWords();
  const { t } = words;
  const { user } = useSession();
  const client = useQueryClient();
  const allowed = may(user.role, "demo");
  const book = useMutation({
    mutationFn: () => post("/demo/till-purchase", { customer }),
    onSuccess: async () => {
      await client.invalidateQueries();
      if (!quiet) notifications.show({ message: t("tour.booked"), closeButtonProps: { "aria-label": t("action.close") } });
    },
    onError: (error) => notifications.show({ color: "red", ...failureMessage(words, error), closeButtonProps: { "aria-label": words.t("action.close") } }),
  });
  return (
    <Button size="sm" variant={variant} disabled={!allowed || customer === undefined} title={allowed ? undefined : t("error.forbidden")} loading={book.isPending} onClick={() => book.mutate()}>
      {t("tour.book")}
    </Button>
  );
}
