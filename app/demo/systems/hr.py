"""HR's export: one workbook; Northwind's nine on one sheet, the operations team on another."""

from collections.abc import Iterator

from app.demo.people import OPERATIONS, TEAM
from app.demo.tables import Cell, Table, as_workbook, generated, real
from app.demo.world import World


def files(world: World) -> dict[str, bytes]:
    """Return HR's workbook."""
    return {"hr.xlsx": as_workbook(tuple(_tables(world)), "Personnel")}


def _tables(world: World) -> Iterator[Table]:
    yield real(
        "Employees",
        "Employee,Title,First name,Last name,Job title,Department,Born,Hired,Street,City,Region,Postal code,Country,"
        "Home phone,Extension,Reports to,Territories,E-Mail",
        _employees(world),
    )
    yield generated(
        "Operations",
        "Employee,First name,Last name,Job title,Department,Born,Hired,City,Country,Head of house,Reports to,E-Mail",
        _operations(),
    )


def _employees(world: World) -> Iterator[tuple[Cell, ...]]:
    for row in world.northwind.employees:
        yield (
            row.id,
            row.courtesy,
            row.first_name,
            row.last_name,
            row.title,
            "Sales",
            row.born,
            row.hired,
            row.street,
            row.city,
            row.region,
            row.postal_code,
            row.country,
            row.phone,
            row.extension,
            row.reports_to,
            "; ".join(world.northwind.territories.get(row.id, ())),
            f"{row.first_name.lower()}.{row.last_name.lower()}@northwind.example",
        )


def _operations() -> Iterator[tuple[Cell, ...]]:
    for row in OPERATIONS:
        yield (
            row.id,
            row.first_name,
            row.last_name,
            row.title,
            row.department,
            row.born,
            row.hired,
            row.city,
            row.country,
            "" if row.manager in TEAM else row.manager,
            row.manager if row.manager in TEAM else "",
            f"{row.first_name.lower()}.{row.last_name.lower()}@northwind.example",
        )
