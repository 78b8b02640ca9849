import { queryOptions } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { api, unwrap } from "@/api";
import type { paths } from "@/api/schema";
import type { Language } from "@/ui/i18n";

type Success<O> = O extends { responses: { 200: { content: { "application/json": infer T } } } } ? T : never;

export type MyRequest = Success<paths["/api/v1/privacy/requests"]["get"]>["items"][number];
export type Kind = MyRequest["kind"];
export type Queue = Success<paths["/api/v1/privacy/desks/{space}/requests"]["get"]>;
export type AtDesk = Success<paths["/api/v1/privacy/desks/{space}/requests/{request_id}"]["get"]>;

/** Deadlines move by days; what a desk did is worth a look each minute. */
const ASKED_AGAIN = 60_000;

export const myRequestsQuery = queryOptions({
  queryKey: ["privacy", "requests"],
  queryFn: () => unwrap(api.GET("/api/v1/privacy/requests")),
  refetchInterval: ASKED_AGAIN,
});

export type Restriction = Success<paths["/api/v1/privacy/restriction"]["get"]>;

export const restrictionQuery = (language: Language) =>
  queryOptions({
    queryKey: ["privacy", "restriction", language],
    queryFn: () => unwrap(api.GET("/api/v1/privacy/restriction")),
  });

export const liftRestriction = () => unwrap<Restriction>(api.DELETE("/api/v1/privacy/restriction"));

export const submit = (kind: Kind, text: string, organization: string | null) =>
  unwrap<MyRequest>(api.POST("/api/v1/privacy/requests", { body: { kind, text, organization, about: "me" } }));

export const withdraw = (request_id: string) =>
  unwrap<MyRequest>(api.POST("/api/v1/privacy/requests/{request_id}/withdraw", { params: { path: { request_id } } }));

export const queueQuery = (space: string) =>
  queryOptions({
    queryKey: ["privacy", "desk", space],
    queryFn: () => unwrap(api.GET("/api/v1/privacy/desks/{space}/requests", { params: { path: { space } } })),
    refetchInterval: ASKED_AGAIN,
  });

export const atDeskQuery = (space: string, request_id: string) =>
  queryOptions({
    queryKey: ["privacy", "desk", space, request_id],
    queryFn: () =>
      unwrap(
        api.GET("/api/v1/privacy/desks/{space}/requests/{request_id}", { params: { path: { space, request_id } } }),
      ),
  });

const one = (space: string, request_id: string) => ({ params: { path: { space, request_id } } });

export const giveAnswer = (space: string, id: string, text: string) =>
  unwrap<AtDesk>(
    api.POST("/api/v1/privacy/desks/{space}/requests/{request_id}/answer", { ...one(space, id), body: { text } }),
  );

export const extend = (space: string, id: string, reason: string) =>
  unwrap<AtDesk>(
    api.POST("/api/v1/privacy/desks/{space}/requests/{request_id}/extend", { ...one(space, id), body: { reason } }),
  );

export const proposeRefusal = (space: string, id: string, reason: string, text: string) =>
  unwrap<AtDesk>(
    api.POST("/api/v1/privacy/desks/{space}/requests/{request_id}/refusal", {
      ...one(space, id),
      body: { reason, text },
    }),
  );

export const confirmRefusal = (space: string, id: string) =>
  unwrap<AtDesk>(api.POST("/api/v1/privacy/desks/{space}/requests/{request_id}/refusal/confirm", one(space, id)));

export const dropRefusal = (space: string, id: string) =>
  unwrap<AtDesk>(api.DELETE("/api/v1/privacy/desks/{space}/requests/{request_id}/refusal", one(space, id)));

export const kindName = (t: TFunction, kind: Kind): string =>
  ({
    copy: t("asking.kinds.copy"),
    correction: t("asking.kinds.correction"),
    deletion: t("asking.kinds.deletion"),
    restriction: t("asking.kinds.restriction"),
    objection: t("asking.kinds.objection"),
    withdrawal: t("asking.kinds.withdrawal"),
    transfer: t("asking.kinds.transfer"),
    complaint: t("asking.kinds.complaint"),
    deregistration: t("asking.kinds.deregistration"),
  })[kind];

export const stateName = (t: TFunction, state: MyRequest["state"]): string =>
  ({
    received: t("asking.states.received"),
    in_progress: t("asking.states.inProgress"),
    answered: t("asking.states.answered"),
    refused: t("asking.states.refused"),
    withdrawn: t("asking.states.withdrawn"),
  })[state];

export const isOpen = (state: MyRequest["state"]) => state === "received" || state === "in_progress";
