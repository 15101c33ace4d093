"""Which kind of node a table seems to be of, and which field of it a column seems to be."""

import re
from collections.abc import Sequence
from typing import Final

from graph.model import KINDS, Kind
from ingest.mapping.report import same_word

_KIND_WORDS: Final = (
    ("PurchaseOrder", r"purchase|bestell|\bpo\b|procure"),
    ("Supplier", r"supplier|vendor|creditor|kreditor|lieferant|fournisseur|供应商"),
    ("Employee", r"employee|staff|personnel|mitarbeiter|sales.?person|employe|员工"),
    ("Invoice", r"invoice|bill(?!ofm)|rechnung|facture|发票"),
    ("Payment", r"payment|receipt|zahlung|paiement|付款"),
    ("Complaint", r"complaint|ticket|case|reklamation|beschwerde|投诉"),
    ("Contract", r"contract|agreement|vertrag|contrat|合同"),
    ("Inspection", r"inspection|quality|pruefung|prüfung"),
    ("Delivery", r"deliver|shipment|lieferung|livraison|发货"),
    ("Category", r"categor|product.?group|warengruppe"),
    ("Warehouse", r"warehouse|lager|depot|仓库"),
    ("Product", r"product|article|artikel|item|material|produkt|产品"),
    ("Order", r"order|auftrag|auftraege|commande|订单"),
    ("Investor", r"investor|shareholder|aktion"),
    ("Partner", r"partner|shipper|carrier|agent"),
    ("Training", r"training|course|schulung"),
    ("Review", r"review|survey|rating|appraisal"),
    ("Contact", r"contact|call|visit|activity"),
    ("Customer", r"customer|client|debtor|debitor|kunde|account|buyer|客户"),
)
_FIELD_WORDS: Final = (
    ("legalName", r"legal.?name"),
    ("contactName", r"contact.?(name|person)?$|ansprechpartner"),
    ("contactTitle", r"contact.?title"),
    ("firstName", r"first.?name|vorname|given"),
    ("lastName", r"last.?name|surname|nachname"),
    ("jobTitle", r"job.?title|^title$|position"),
    ("name", r"company|firma|^name|name$|description$|bezeichnung|名称"),
    ("email", r"e.?mail"),
    ("phone", r"phone|^tel|telefon|mobile|电话"),
    ("fax", r"^fax"),
    ("website", r"web|url|home.?page|internet"),
    ("street", r"street|address|stra(ss|ß)e|adresse|地址"),
    ("city", r"city|town|^ort$|stadt|ville|城市"),
    ("region", r"region|state$|province|bundesland"),
    ("postalCode", r"postal|zip|plz|post.?code"),
    ("country", r"country|^land$|pays|国家"),
    ("taxId", r"tax.?(id|no|number)|vat|ust|uscc|信用代码"),
    ("bankAccount", r"iban|bank.?account"),
    ("birthDate", r"birth|geburt"),
    ("hiredAt", r"hire|eintritt"),
    ("department", r"department|abteilung"),
    ("since", r"since|customer.?from|kunde.?seit"),
    ("requiredAt", r"required"),
    ("promisedAt", r"promised|expected|due.?date|ship.?date"),
    ("shippedAt", r"shipped"),
    ("dueAt", r"due|fällig|faellig"),
    ("startsAt", r"start|begin"),
    ("endsAt", r"end.?date|ends|expir"),
    ("closedAt", r"closed"),
    ("at", r"date$|datum$|_at$|^at$|日期"),
    ("total", r"total|amount|betrag|sum|金额"),
    ("freight", r"freight"),
    ("unitPrice", r"price|preis|prix|cost|价"),
    ("currency", r"currency|währung|waehrung|币"),
    ("code", r"sku|ean|product.?number|article.?(no|number)|code$"),
    ("unit", r"unit$|unit.?measure|einheit"),
    ("stock", r"stock|bestand"),
    ("reorderLevel", r"re.?order"),
    ("number", r"invoice.?(no|number|nr)|rechnungsn"),
    ("subject", r"subject|betreff"),
    ("text", r"text|comment|notes?$|remark|bemerkung"),
    ("title", r"title"),
)


def kind_of(name: str, columns: Sequence[str]) -> Kind | None:
    """Return the kind of node that a table of this name, or with these columns, seems to be of."""
    for words in (name, columns[0] if columns else ""):
        for label, pattern in _KIND_WORDS:
            if re.search(pattern, words, re.IGNORECASE):
                return KINDS[label]
    return None


def field_of(column: str, kind: Kind, taken: set[str]) -> str | None:
    """Return the field of a kind that a column seems to be, none of those `taken`."""
    for known in kind.fields:
        if known not in taken and same_word(known, column):
            return known
    bare = re.sub(rf"^{kind.label}", "", column.replace("_", " "), flags=re.IGNORECASE).strip() or column
    for field, pattern in _FIELD_WORDS:
        if field in kind.fields and field not in taken and re.search(pattern, bare, re.IGNORECASE):
            return field
    return None


def free_name(column: str, taken: set[str]) -> str:
    """Return a name of its own for what the model does not know."""
    words = re.findall(r"[A-Za-z0-9]+", column)
    name = "".join(word if at == 0 else word[:1].upper() + word[1:] for at, word in enumerate(words))
    name = name[:1].lower() + name[1:] if not name.isupper() else name.lower()
    if not name or not name[0].isalpha():
        name = f"column{name}" if name else "column"
    if name.startswith("score"):  # Guanxi's own
        name = f"given{name[:1].upper()}{name[1:]}"
    count, own = 2, name
    while own in taken:
        own, count = f"{name}{count}", count + 1
    return own
