"""What the workspace keeps, a file for each noun. Django looks for models here."""

from local_response.workspace.models.attachment import AttachedFile, Attachment
from local_response.workspace.models.base import Item, Kept
from local_response.workspace.models.comparison import SavedComparison
from local_response.workspace.models.note import Note
from local_response.workspace.models.office import Holder, Office, OfficeArea
from local_response.workspace.models.partner import Partner
from local_response.workspace.models.people import Membership, ServiceAppointment
from local_response.workspace.models.trail import TrailChain, TrailContent, TrailEntry

__all__ = [
    "AttachedFile",
    "Attachment",
    "Holder",
    "Item",
    "Kept",
    "Membership",
    "Note",
    "Office",
    "OfficeArea",
    "Partner",
    "SavedComparison",
    "ServiceAppointment",
    "TrailChain",
    "TrailContent",
    "TrailEntry",
]
