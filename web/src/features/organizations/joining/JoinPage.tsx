import { useParams } from "@tanstack/react-router";
import { JoinByLink } from "./JoinByLink";
import { JoinByRequest } from "./JoinByRequest";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Behind an invitation's code, or behind an organisation's own id, where one may only ask. */
export function JoinPage() {
  const { code } = useParams({ from: "/framed/join/$code" });
  return UUID.test(code) ? <JoinByRequest organization={code} /> : <JoinByLink code={code} />;
}
