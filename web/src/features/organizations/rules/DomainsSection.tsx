import { Button, CloseButton, TextInput, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { isProblem } from "@/api";
import { ProblemNote, sentences } from "@/ui";
import { useOrganization } from "../OrganizationLayout";
import { claimDomain, domainsQuery, refresh, releaseDomain } from "../queries";
import classes from "./rules.module.css";

/** Mail domains: claimed here, verified by the operator, then good for signing in by the organisation's provider. */
export function DomainsSection() {
  const { t } = useTranslation();
  const organization = useOrganization();
  const queryClient = useQueryClient();
  const domains = useQuery(domainsQuery(organization.id));
  const [name, setName] = useState("");
  const again = () => refresh(queryClient, organization.id);
  const claim = useMutation({
    mutationFn: () => claimDomain(organization.id, name),
    onSuccess: async () => {
      setName("");
      await again();
    },
  });
  const release = useMutation({ mutationFn: (id: string) => releaseDomain(organization.id, id), onSuccess: again });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim()) claim.mutate();
  };
  const wrong = isProblem(claim.error, "domain-unusable", "domain-taken") ? claim.error : null;
  return (
    <section className={classes.section}>
      <Title order={2}>{t("organizations.domains.title")}</Title>
      <p className={classes.lead}>{t("organizations.domains.lead")}</p>
      <ul className={classes.domains}>
        {domains.data?.items.map((domain) => (
          <li key={domain.id}>
            <bdi>{domain.name}</bdi>
            <span className={`${classes.badge} ${domain.verified_at ? classes.verified : ""}`}>
              {domain.verified_at ? t("organizations.domains.verified") : t("organizations.domains.waiting")}
            </span>
            <CloseButton
              aria-label={t("organizations.domains.remove", { name: domain.name })}
              onClick={() => release.mutate(domain.id)}
            />
          </li>
        ))}
      </ul>
      <form className={classes.add} onSubmit={submit} noValidate>
        <TextInput
          label={t("organizations.domains.name")}
          placeholder="example.org"
          value={name}
          error={wrong ? sentences(wrong.title, wrong.detail) : null}
          onChange={(event) => {
            claim.reset();
            setName(event.currentTarget.value);
          }}
          data-testid="domain"
        />
        <Button
          type="submit"
          variant="default"
          loading={claim.isPending}
          disabled={!name.trim()}
          data-testid="add-domain"
        >
          {t("organizations.domains.add")}
        </Button>
      </form>
      <ProblemNote error={domains.error ?? release.error ?? (wrong ? null : claim.error)} />
    </section>
  );
}
