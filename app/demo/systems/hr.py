"""HR's export: one workbook; Northwind's nine on one sheet, the operations team on another."""

from collections.abc import Iterable, Iterator

from app.demo.people import OPERATIONS, by_sheet
from app.demo.personnel import Appraisal, Training
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

    yield generated(
        "Trainings", "Record,Employee,Operations,Date,Course,Hours,Result", _trainings(world.personnel.trainings)
    )
    yield generated(
        "Appraisals",
        "Record,Manager,Operations manager,Employee,Operations,Date,Score,Remark",
        _appraisals(world.personnel.appraisals),
    )
    yield generated("Climate", "Record,Employee,Operations,Date,Score", _climate(world.personnel.climate))


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
            *by_sheet(row.manager),
            f"{row.first_name.lower()}.{row.last_name.lower()}@northwind.example",
        )


def _trainings(trainings: Iterable[Training]) -> Iterator[tuple[Cell, ...]]:
    for row in trainings:
        yield row.id, *by_sheet(row.person), row.day, row.title, row.hours, row.result


def _appraisals(appraisals: Iterable[Appraisal]) -> Iterator[tuple[Cell, ...]]:
    for row in appraisals:
        yield row.id, *by_sheet(row.manager), *by_sheet(row.person), row.day, row.score, row.text


def _climate(answers: Iterable[Appraisal]) -> Iterator[tuple[Cell, ...]]:
    for row in answers:
        yield row.id, *by_sheet(row.person), row.day, row.score
