import { queryOptions } from "@tanstack/react-query";
import { api, unwrap } from "@/api";

const listSessions = async () => (await unwrap(api.GET("/api/v1/sessions"))).items;

export type SessionRow = Awaited<ReturnType<typeof listSessions>>[number];

export const sessionsQuery = queryOptions({ queryKey: ["sessions"], queryFn: listSessions, staleTime: 0 });

export const endSession = (publicId: string) =>
  unwrap(api.DELETE("/api/v1/sessions/{public_id}", { params: { path: { public_id: publicId } } }));

export const endOtherSessions = () => unwrap(api.DELETE("/api/v1/sessions"));

export const sendChangeCode = (phone: string) => unwrap(api.POST("/api/v1/phone/codes", { body: { phone } }));

export type PhoneFlow = Awaited<ReturnType<typeof sendChangeCode>>;

export const changePhone = (flow: string, code: string) =>
  unwrap(api.POST("/api/v1/phone/{flow}/confirm", { params: { path: { flow } }, body: { code } }));
