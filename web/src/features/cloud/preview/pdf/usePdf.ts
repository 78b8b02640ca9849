import { useEffect, useRef, useState } from "react";
import { openPdf, PasswordResponses, type Pdf } from "./library";

export interface Opened {
  pdf: Pdf;
  /** The first page's, which all are taken to have until they are looked at. */
  width: number;
  height: number;
}

export type PdfState =
  | { step: "loading" }
  | { step: "password"; wrong: boolean }
  | { step: "broken" }
  | { step: "shown"; opened: Opened };

export function usePdf(url: string) {
  const [state, setState] = useState<PdfState>({ step: "loading" });
  const answer = useRef<(password: string) => void>(() => undefined);
  useEffect(() => {
    let wanted = true;
    const say = (next: PdfState) => wanted && setState(next);
    say({ step: "loading" });
    const task = openPdf(url);
    task.onPassword = (give: (password: string) => void, reason: number) => {
      answer.current = give;
      say({ step: "password", wrong: reason === PasswordResponses.INCORRECT_PASSWORD });
    };
    task.promise
      .then(async (pdf) => {
        const { width, height } = (await pdf.getPage(1)).getViewport({ scale: 1 });
        say({ step: "shown", opened: { pdf, width, height } });
      })
      .catch(() => say({ step: "broken" }));
    return () => {
      wanted = false;
      task.destroy();
    };
  }, [url]);
  const unlock = (password: string) => {
    setState({ step: "loading" });
    answer.current(password);
  };
  return { state, unlock };
}
