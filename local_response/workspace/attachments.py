"""Files that belong to items: attaching them and reading them."""

from __future__ import annotations

import hashlib

from local_response.model.errors import InvalidContentError, ItemNotFoundError
from local_response.workspace import editing, reading, trail
from local_response.workspace.access import Actor
from local_response.workspace.models.attachment import LARGEST, AttachedFile, Attachment
from local_response.workspace.models.base import Item


def attach(actor: Actor, item: Item, name: str, media_type: str, content: bytes) -> Attachment:
    """Keep a file with an item of the same office. name: as the person knows it, without folders.

    Raises NotAllowedError where the actor may not change the item; InvalidContentError for an empty or too large
    file, or a name with a folder in it.
    """
    if not content or len(content) > LARGEST:
        fault = f"The file has {len(content):,} bytes; between 1 and {LARGEST:,} are kept."
        raise InvalidContentError(f"{name}: nothing was kept. {fault}", {"size": (fault,)})
    attachment = Attachment(
        office_id=item.office_id,
        name=name,
        media_type=media_type,
        about_kind=item.kind(),
        about_id=item.pk,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
    )
    editing.permit(actor, "change", item)
    with trail.writing():
        editing.create(actor, attachment)
        AttachedFile.objects.create(attachment=attachment, content=content)
    return attachment


def content_of_file(actor: Actor, attachment: Attachment) -> bytes:
    """The bytes of an attachment, as they were attached. What is private is noted as read.

    Raises ItemNotFoundError for what is not there or not to be seen.
    """
    reading.read(actor, Attachment, attachment.pk)
    file = AttachedFile.objects.filter(attachment_id=attachment.pk).first()
    if file is None:
        raise ItemNotFoundError(f"{attachment.name}: its bytes are not in the workspace.")
    return bytes(file.content)
