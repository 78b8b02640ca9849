import { CloseButton } from "@mantine/core";
import { useEffect, useId, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useReturnedFocus } from "@/ui";
import { panels } from "../parts";
import { useCall } from "./CallContext";
import classes from "./frame.module.css";
import type { Panel } from "./part";

export function SidePanel() {
  const call = useCall();
  const panel = panels.find((each) => each.id === call.panel);
  return panel && (panel.when?.(call) ?? true) ? <Opened key={panel.id} panel={panel} /> : null;
}

function Opened({ panel }: { panel: Panel }) {
  const { t } = useTranslation();
  const call = useCall();
  const id = useId();
  const aside = useRef<HTMLElement>(null);
  useReturnedFocus();
  useEffect(() => {
    // A panel with a field of its own has taken the focus already.
    if (!aside.current?.contains(document.activeElement)) aside.current?.focus();
  }, []);
  const close = () => call.openPanel(null);
  return (
    <aside
      ref={aside}
      className={classes.panel}
      aria-labelledby={id}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key === "Escape" && !event.defaultPrevented) close();
      }}
      data-testid={`panel-${panel.id}`}
    >
      <header className={classes.panelHead}>
        <h2 id={id}>{panel.title(call)}</h2>
        <CloseButton size={40} onClick={close} aria-label={t("common.close")} data-testid="panel-close" />
      </header>
      <div className={classes.panelBody}>
        <panel.Panel />
      </div>
    </aside>
  );
}
