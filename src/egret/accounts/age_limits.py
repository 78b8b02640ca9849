"""From which age a person can agree alone, where a country's law names one; each with its source (C02).

Read by `age.minimum_age_for`, which never goes below the policy's own limit: a lower one is listed to show that it was
looked up. A country without an entry names no age for online services, or leaves it to the child's maturity.
Keys are ISO 3166-1 codes. Reviewed with the policy (C79).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class AgeLimit:
    age: int
    source: str  # the law and its article, so that it can be checked


GDPR = AgeLimit(16, "Regulation (EU) 2016/679 (GDPR) Art. 8(1): no lower age is set by national law")

LIMITS: dict[str, AgeLimit] = {
    # The European Economic Area: GDPR Art. 8(1) says 16, and lets each state say less, down to 13.
    "AT": AgeLimit(14, "Datenschutzgesetz § 4(4)"),
    "BE": AgeLimit(13, "Loi du 30 juillet 2018 relative à la protection des données, art. 7"),
    "BG": AgeLimit(14, "Personal Data Protection Act, Art. 25c"),
    "CY": AgeLimit(14, "Law 125(I)/2018, s. 8"),
    "CZ": AgeLimit(15, "Zákon č. 110/2019 Sb., § 7"),
    "DE": GDPR,
    "DK": AgeLimit(15, "Databeskyttelsesloven § 6(2), as amended from 1 January 2024"),
    "EE": AgeLimit(13, "Isikuandmete kaitse seadus § 8"),
    "ES": AgeLimit(14, "Ley Orgánica 3/2018, art. 7"),
    "FI": AgeLimit(13, "Tietosuojalaki 1050/2018, 5 §"),
    "FR": AgeLimit(15, "Loi n° 78-17, art. 45"),
    "GR": AgeLimit(15, "Law 4624/2019, Art. 21"),
    "HR": AgeLimit(16, "Zakon o provedbi Opće uredbe o zaštiti podataka (NN 42/2018), čl. 19"),
    "HU": GDPR,
    "IE": AgeLimit(16, "Data Protection Act 2018, s. 31"),
    "IS": AgeLimit(13, "Lög nr. 90/2018, 10. gr."),
    "IT": AgeLimit(14, "Decreto legislativo 196/2003, art. 2-quinquies"),
    "LI": GDPR,
    "LT": AgeLimit(14, "Asmens duomenų teisinės apsaugos įstatymas, 6 str."),
    "LU": GDPR,
    "LV": AgeLimit(13, "Fizisko personu datu apstrādes likums, 33. pants"),
    "MT": AgeLimit(13, "Subsidiary Legislation 586.11"),
    "NL": AgeLimit(16, "Uitvoeringswet AVG, art. 5"),
    "NO": AgeLimit(13, "Personopplysningsloven § 5"),
    "PL": GDPR,
    "PT": AgeLimit(13, "Lei n.º 58/2019, art. 16"),
    "RO": GDPR,
    "SE": AgeLimit(13, "Lag (2018:218), 2 kap. 4 §"),
    "SI": AgeLimit(15, "Zakon o varstvu osebnih podatkov (ZVOP-2), 8. člen"),
    "SK": AgeLimit(16, "Zákon č. 18/2018 Z. z., § 15"),
    # The rest of Europe.
    "GB": AgeLimit(13, "UK GDPR Art. 8(1); Data Protection Act 2018, s. 9"),
    "GE": AgeLimit(16, "Law on Personal Data Protection (2023), Art. 7"),
    "RS": AgeLimit(15, "Zakon o zaštiti podataka o ličnosti (2018), čl. 16"),
    # The Americas.
    "BR": AgeLimit(12, "Lei n.º 13.709/2018 (LGPD), art. 14; Lei n.º 8.069/1990, art. 2"),
    "CA": AgeLimit(14, "Québec, Act respecting the protection of personal information in the private sector, s. 4.1"),
    "CO": AgeLimit(18, "Ley 1581 de 2012, art. 7; Decreto 1377 de 2013, art. 12"),
    "EC": AgeLimit(15, "Ley Orgánica de Protección de Datos Personales (2021), art. 21"),
    "US": AgeLimit(13, "Children's Online Privacy Protection Rule, 16 CFR § 312.2"),
    # Asia.
    "CN": AgeLimit(14, "个人信息保护法 (Personal Information Protection Law), Art. 31"),
    "ID": AgeLimit(18, "Law 27/2022, Art. 25; Law 35/2014, Art. 1(1)"),
    "IN": AgeLimit(18, "Digital Personal Data Protection Act 2023, ss. 2(f) and 9"),
    "KR": AgeLimit(14, "개인정보 보호법 (Personal Information Protection Act), Art. 22-2"),
    "MY": AgeLimit(18, "Personal Data Protection Act 2010, s. 4"),
    "SG": AgeLimit(13, "PDPC Advisory Guidelines on Children's Personal Data in the Digital Environment (2024)"),
    "TH": AgeLimit(10, "Personal Data Protection Act B.E. 2562 (2019), s. 20"),
    # Africa.
    "KE": AgeLimit(18, "Data Protection Act 2019, s. 33"),
    "NG": AgeLimit(18, "Nigeria Data Protection Act 2023, s. 31"),
    "ZA": AgeLimit(18, "Protection of Personal Information Act 4 of 2013, ss. 1, 34 and 35"),
}

# Parts of a country that have a code of their own, and its law.
PART_OF = {
    "AX": "FI",
    "BL": "FR",
    "GF": "FR",
    "GP": "FR",
    "MF": "FR",
    "MQ": "FR",
    "NC": "FR",
    "PF": "FR",
    "PM": "FR",
    "RE": "FR",
    "SJ": "NO",
    "WF": "FR",
    "YT": "FR",
    "AS": "US",
    "GU": "US",
    "MP": "US",
    "PR": "US",
    "VI": "US",
}
