"""Photos in a form: stored as drafts at once, so that a form with an error comes back with them.

    class Intake(PicturesMixin, forms.Form): ...
    {% include "requests_flow/_pictures.html" with form=form only %}

`cleaned_data["pictures"]` is a list of draft keys for `files.claim_drafts`; the field `photo` itself is gone then.
"""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from parkdesk.core import files

TOO_MANY = ngettext_lazy(
    "At most %(count)d photo fits. The others were left out.",
    "At most %(count)d photos fit. The others were left out.",
    "count",
)

# Translators: the name of a file, then why it was refused.
REFUSED = _("“%(name)s”: %(reason)s")


class PhotosInput(forms.FileInput):
    """A file input that takes several files at once."""

    allow_multiple_selected = True


class PhotosField(forms.FileField):
    """The chosen files, as a list; what they hold is looked at by `PicturesMixin`."""

    widget = PhotosInput(attrs={"accept": "image/*"})

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        chosen = data if isinstance(data, list | tuple) else [data]
        return [super(PhotosField, self).clean(one, initial) for one in chosen if one]


class KeysField(forms.Field):
    """Keys of drafts that came with an earlier press; the boxes that are still ticked."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> list[str]:
        return [str(key) for key in value or []]


class PicturesMixin(forms.Form):
    """Up to five photos. Fields: `photo` (files), `pictures` (keys kept), `remove` (keys to leave out)."""

    has_pictures = True
    drawn_apart = frozenset({"photo", "pictures", "remove"})
    photo = PhotosField(label=_("Photos"), required=False)
    pictures = KeysField(required=False)
    remove = KeysField(required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        unwanted = set(values.pop("remove", []))
        kept = files.drafts(key for key in values.get("pictures", []) if key not in unwanted)
        fresh = self._store(values.pop("photo", []), files.MAX_PICTURES - len(kept))
        self._drafts = [*kept, *fresh]
        values["pictures"] = [str(one.key) for one in self._drafts]
        return values

    def _store(self, uploads: list[UploadedFile], room: int) -> list[Any]:
        stored = []
        for upload in uploads[:room]:
            try:
                stored.append(files.store_picture(upload))
            except files.Refused as refused:
                self.add_error("photo", REFUSED % {"name": upload.name, "reason": refused.message})
        if len(uploads) > room:
            self.add_error("photo", TOO_MANY % {"count": files.MAX_PICTURES})
        return stored

    @property
    def kept_pictures(self) -> list[dict[str, str]]:
        """What `parts/_photos.html` shows again: key and small picture of each draft."""
        found = getattr(self, "_drafts", [])
        return [{"key": str(one.key), "url": files.link(one, thumb=True)} for one in found]
