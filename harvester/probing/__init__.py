"""What an origin offers, found out by asking it a few questions; nothing is kept."""

from harvester.probing.asking import probe
from harvester.probing.shapes import Offer, Probe, Sample

__all__ = ["Offer", "Probe", "Sample", "probe"]
