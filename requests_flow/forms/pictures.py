"""Photos and papers in a form: stored as drafts at once, so that a form with an error comes back with them.

    class Intake(PicturesMixin, forms.Form): ...
    {% include "requests_flow/_pictures.html" with form=form only %}

`cleaned_data["pictures"]` is a list of draft keys for `files.claim_drafts`; the field `photo` itself is gone then.
`PapersMixin` takes PDF too; forms that the public sends take pictures alone.
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

TOO_MANY_PAPERS = ngettext_lazy(
    "At most %(count)d file fits. The others were left out.",
    "At most %(count)d files fit. The others were left out.",
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
    takes_papers = False
    too_many = TOO_MANY
    drawn_apart = frozenset({"photo", "pictures", "remove"})
    photo = PhotosField(label=_("Photos"), required=False)
    pictures = KeysField(required=False)
    remove = KeysField(required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        unwanted = set(values.pop("remove", []))
        found = files.drafts(key for key in values.get("pictures", []) if key not in unwanted)
        kept = [one for one in found if self.takes_papers or not one.is_paper]
        fresh = self._store(values.pop("photo", []), files.MAX_PICTURES - len(kept))
        self._drafts = [*kept, *fresh]
        values["pictures"] = [str(one.key) for one in self._drafts]
        return values

    def _store(self, uploads: list[UploadedFile], room: int) -> list[Any]:
        stored = []
        for upload in uploads[:room]:
            try:
                stored.append(self._keep(upload))
            except files.Refused as refused:
                self.add_error("photo", REFUSED % {"name": upload.name, "reason": refused.message})
        if len(uploads) > room:
            self.add_error("photo", self.too_many % {"count": files.MAX_PICTURES})
        return stored

    def _keep(self, upload: UploadedFile) -> Any:
        return files.store_picture(upload)

    @property
    def kept_pictures(self) -> list[dict[str, Any]]:
        """What `parts/_photos.html` shows again: the key of each draft, and how a page lists it."""
        found = getattr(self, "_drafts", [])
        return [{"key": str(one.key), "file": file} for one, file in zip(found, files.shown(found), strict=True)]


class PapersMixin(PicturesMixin):
    """Up to five papers: PDF, photos or scans."""

    takes_papers = True
    too_many = TOO_MANY_PAPERS
    photo = PhotosField(label=_("Scan or PDF"), required=False)

    def _keep(self, upload: UploadedFile) -> Any:
        return files.store_paper(upload)
