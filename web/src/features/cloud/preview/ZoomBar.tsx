import { ActionIcon, Tooltip } from "@mantine/core";
import { IconZoomIn, IconZoomOut } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { currentLocale } from "@/ui/i18n";
import classes from "./viewer.module.css";

interface Props {
  zoom: number;
  minimum: number;
  maximum: number;
  onZoom: (zoom: number) => void;
  children?: ReactNode;
}

export const STEP = 1.25;

export function ZoomBar({ zoom, minimum, maximum, onZoom, children }: Props) {
  const { t } = useTranslation();
  const percent = new Intl.NumberFormat(currentLocale(), { style: "percent" }).format(zoom);
  return (
    <div className={classes.bar} role="toolbar" aria-label={t("preview.zoom")}>
      {children}
      <Tooltip label={t("preview.zoomOut")}>
        <ActionIcon
          variant="subtle"
          size={40}
          aria-label={t("preview.zoomOut")}
          disabled={zoom <= minimum}
          onClick={() => onZoom(zoom / STEP)}
        >
          <IconZoomOut size={20} stroke={1.5} />
        </ActionIcon>
      </Tooltip>
      <button
        type="button"
        className={classes.percent}
        onClick={() => onZoom(1)}
        aria-label={`${percent}, ${t("preview.fit")}`}
      >
        {percent}
      </button>
      <Tooltip label={t("preview.zoomIn")}>
        <ActionIcon
          variant="subtle"
          size={40}
          aria-label={t("preview.zoomIn")}
          disabled={zoom >= maximum}
          onClick={() => onZoom(zoom * STEP)}
          data-testid="zoom-in"
        >
          <IconZoomIn size={20} stroke={1.5} />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}
