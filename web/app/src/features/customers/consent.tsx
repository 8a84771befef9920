// What somebody agreed to and objected to, with what proves it.
import type { Customer } from "../../api/schema";
import { Ledger } from "../consents/panel";

export const ConsentTab = ({ customer }: { customer: Customer }) => <Ledger key={customer.id} customer={customer} />;
