"""What is known of a commune when its site opens."""

from dataclasses import dataclass

from cms.starter import french


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts of the national reference, and what the law demands and only the order can say.

    Anything but the name and the code may be missing: the pages then say less, and never something false.
    ``population`` is the municipal population; ``latitude`` and ``longitude`` are degrees (WGS 84).
    """

    name: str
    insee: str
    departement_code: str = ""
    departement_name: str = ""
    region_name: str = ""
    population: int | None = None
    postcodes: tuple[str, ...] = ()
    siren: str = ""
    epci_name: str = ""
    latitude: float | None = None
    longitude: float | None = None
    # From the order.
    address: str = ""
    phone: str = ""
    email: str = ""
    director: str = ""
    director_role: str = ""
    dpo: str = ""

    @property
    def printed_name(self) -> str:
        """The name with the apostrophes of print."""
        return french.curly(self.name)

    @property
    def of(self) -> str:
        """« de Cahors », « d’Albas », « du Bastit »."""
        return french.of_commune(self.name)

    @property
    def at(self) -> str:
        """« à Cahors », « au Bastit »."""
        return french.at_commune(self.name)

    @property
    def epci(self) -> str:
        """« la communauté de communes Grand-Figeac », or what can be said of any commune."""
        if not self.epci_name:
            return "l’intercommunalité"
        written = french.intercommunality(self.epci_name)
        return f"la {written}" if written.startswith("communauté") else written

    @property
    def map_url(self) -> str:
        """OpenStreetMap around the commune; empty where the reference has no coordinates."""
        if self.latitude is None or self.longitude is None:
            return ""
        return f"https://www.openstreetmap.org/#map=14/{self.latitude:.4f}/{self.longitude:.4f}"
