"""GraphQL types of a part of the graph: nodes of any kind, and the edges between them."""

from datetime import date
from enum import Enum

import strawberry
from strawberry.scalars import JSON

from api.fields import described
from api.goods.types import Product
from api.party.types import Party


@strawberry.enum(
    description="A type of edge; `docs/model.md` says what each joins. DESCRIBES joins records to parties."
)
class EdgeType(Enum):
    """A type of edge; the value is the graph's own."""

    PLACED = "PLACED"
    PLACED_WITH = "PLACED_WITH"
    CONTAINS = "CONTAINS"
    SUPPLIES = "SUPPLIES"
    IN_CATEGORY = "IN_CATEGORY"
    COMPONENT_OF = "COMPONENT_OF"
    STORED_IN = "STORED_IN"
    FULFILS = "FULFILS"
    CARRIED_BY = "CARRIED_BY"
    DISPATCHED_FROM = "DISPATCHED_FROM"
    BILLED_BY = "BILLED_BY"
    ISSUED_TO = "ISSUED_TO"
    ISSUED_BY = "ISSUED_BY"
    SETTLES = "SETTLES"
    PAID_BY = "PAID_BY"
    PAID_TO = "PAID_TO"
    RAISED = "RAISED"
    ABOUT = "ABOUT"
    ASSIGNED_TO = "ASSIGNED_TO"
    SIGNED = "SIGNED"
    WROTE = "WROTE"
    ATTENDED = "ATTENDED"
    TOOK_PART = "TOOK_PART"
    REPORTS_TO = "REPORTS_TO"
    SERVES = "SERVES"
    OWNS = "OWNS"
    PARTNER_OF = "PARTNER_OF"
    SAME_AS = "SAME_AS"
    DESCRIBES = "DESCRIBES"


@strawberry.enum(description="A kind of node.")
class NodeKind(Enum):
    """A kind of node; the value is its label."""

    CUSTOMER = "Customer"
    SUPPLIER = "Supplier"
    EMPLOYEE = "Employee"
    PARTNER = "Partner"
    INVESTOR = "Investor"
    PRODUCT = "Product"
    MATERIAL = "Material"
    CATEGORY = "Category"
    WAREHOUSE = "Warehouse"
    ORDER = "Order"
    PURCHASE_ORDER = "PurchaseOrder"
    DELIVERY = "Delivery"
    INSPECTION = "Inspection"
    INVOICE = "Invoice"
    PAYMENT = "Payment"
    COMPLAINT = "Complaint"
    CONTRACT = "Contract"
    REVIEW = "Review"
    TRAINING = "Training"
    CONTACT = "Contact"
    RECORD = "Record"


@strawberry.enum(description="What sort of node a kind is.")
class NodeCategory(Enum):
    """A category of nodes."""

    PARTY = "Party"
    THING = "Thing"
    INTERACTION = "Interaction"
    RECORD = "Record"


@strawberry.type(description="A node of any kind.")
class GraphNode:
    """A node, as a front end draws it."""

    id: strawberry.ID = described(
        "Its id; a record's begins with `record:`, for a party has the id of its oldest record."
    )
    kind: str | None = described(
        "Its kind, such as `PurchaseOrder`; of several roles the first. Null where none is known."
    )
    category: NodeCategory
    name: str | None = described("Name, title, subject or number, whichever it has; else its key.")
    at: date | None = described("The day of an interaction.")
    depth: int = described("Edges from the node that was asked for.")
    left_out: int = described("Its edges of the types followed, of any day, that are not among `edges`.")
    facts: JSON = described("What its sources say, by name; amounts are `{amount, currency}`.")
    party: Party | None = described("The node as a party; null where it is none.")
    product: Product | None = described("The node as a product or material; null where it is none.")


@strawberry.type(description="An edge between two nodes.")
class GraphEdge:
    """An edge, as a front end draws it."""

    id: strawberry.ID = described("Good within one answer; lasting where the edge is a row of its own.")
    type: EdgeType
    start: strawberry.ID = described("Id of the `GraphNode` it leads from.")
    end: strawberry.ID = described("Id of the `GraphNode` it leads to.")
    facts: JSON = described("What its row says, by name; amounts are `{amount, currency}`.")


@strawberry.type(description="A part of the graph.")
class Subgraph:
    """Nodes and the edges between them."""

    nodes: list[GraphNode] = described(
        "The node asked for, then its neighbours, nearest first. Empty for an unknown id."
    )
    edges: list[GraphEdge] = described("Edges of the types followed between `nodes`, at most 2,000.")
    truncated: bool = described(
        "Whether more is within reach than is shown; each node's `leftOut` says how much of it."
    )


@strawberry.type(description="A way from one node to another.")
class Path:
    """Nodes and edges by turns."""

    length: int = described("Edges on the way.")
    nodes: list[GraphNode] = described("From the one end to the other.")
    edges: list[GraphEdge] = described("The edge between each two of `nodes`; it may point either way.")
    hubs: list[strawberry.ID] = described(
        "Nodes on the way, but for its ends, with more than 1,000 edges: a link through them says little. Empty where "
        "a way without such nodes was found."
    )
