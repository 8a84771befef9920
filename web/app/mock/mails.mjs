// Rendered mails as the mailbox of the demonstration keeps them.
import { PEOPLE, at } from "./people.mjs";

const KINDS = [
  ["cart-reminder", "Ihr Warenkorb wartet noch auf Sie", "Sie haben etwas liegen lassen – wir haben es für Sie aufgehoben.", "Zum Warenkorb", ["Wanderschuh Alpin GTX|159,00 €", "Merinosocken, 2 Paar|24,90 €"]],
  ["review-request", "Wie gefällt Ihnen die Regenjacke?", "vor zwei Wochen ist Ihre Bestellung angekommen. Erzählen Sie anderen davon?", "Jetzt bewerten", ["Regenjacke Föhr, petrol|119,00 €"]],
  ["win-back-hello", "Wir haben uns länger nicht gesehen", "seit Ihrem letzten Einkauf ist einiges dazugekommen – vielleicht ist etwas für Sie dabei.", "Neues ansehen", []],
];

function page(name, body, button, products) {
  const rows = products.map((product) => {
    const [title, price] = product.split("|");
    return `<tr><td style="padding:12px 0;border-bottom:1px solid #e6e1d8"><strong>${title}</strong><br><span style="color:#6b655c">${price}</span></td></tr>`;
  });
  return `<!doctype html><html lang="de"><head><meta charset="utf-8"><title>Mail</title><meta name="viewport" content="width=device-width"></head><body style="margin:0;background:#f4f1ec;font-family:Arial,sans-serif;color:#22201d">
<table role="presentation" width="100%"><tr><td align="center" style="padding:24px 12px"><table role="presentation" width="100%" style="max-width:560px;background:#fff;border-radius:6px"><tr><td style="padding:28px">
<p style="font-family:Georgia,serif;font-size:22px;margin:0 0 20px">Musterhaus</p><p style="font-size:16px;line-height:1.5">Guten Tag ${name},</p><p style="font-size:16px;line-height:1.5">${body}</p>
<table role="presentation" width="100%">${rows.join("")}</table>
<p style="margin:28px 0"><a href="https://shop.example.org/" style="background:#0d5c63;color:#fff;padding:13px 22px;border-radius:4px;text-decoration:none;font-weight:bold">${button}</a></p>
<p style="font-size:12px;color:#6b655c;line-height:1.5">Sie erhalten diese E-Mail, weil Sie am 29.04.2026 eingewilligt haben.<br><a href="https://shop.example.org/u/x" style="color:#6b655c">Abbestellen</a> · <a href="https://shop.example.org/p/x" style="color:#6b655c">Einstellungen ändern</a></p>
</td></tr></table></td></tr></table></body></html>`;
}

export const MAILS = Array.from({ length: 24 }, (_, index) => {
  const person = PEOPLE[(index * 5) % PEOPLE.length];
  const [message, subject, body, button, products] = KINDS[index % KINDS.length];
  const to = person.email ?? "ohne@example.org";
  return {
    id: `m-${index + 1}`,
    at: at(index * 571 + 60),
    to,
    subject,
    customer: person.id,
    message,
    simulated: person.simulated,
    html: page(person.name, body, button, products),
    text: `Guten Tag ${person.name},\n\n${body}\n\n${products.map((product) => `- ${product.replace("|", ", ")}`).join("\n")}\n\n${button}: https://shop.example.org/\n\nAbbestellen: https://shop.example.org/u/x\n`,
    headers: [["From", "Musterhaus <post@example.org>"], ["To", to], ["Subject", subject], ["List-Unsubscribe", "<https://shop.example.org/u/x>"], ["List-Unsubscribe-Post", "List-Unsubscribe=One-Click"]],
  };
});
