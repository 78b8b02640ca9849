import { Button, type ButtonProps } from "@mantine/core";
import { createLink } from "@tanstack/react-router";
import { type AnchorHTMLAttributes, forwardRef } from "react";

type Props = ButtonProps & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof ButtonProps>;

/** A button that goes somewhere is a link: it opens in a new tab, and shows its address. */
export const LinkButton = createLink(
  forwardRef<HTMLAnchorElement, Props>(function LinkButton(props, ref) {
    return <Button component="a" ref={ref} {...props} />;
  }),
);
