"""Who writes and who publishes: two groups with rights on the sections alone, and the workflow between them."""

from django.db import migrations

EDITORS, PUBLISHERS = "编辑 Editors", "发布 Publishing editors"
WORKFLOW, TASK = "两步发布 Two steps", "另一人核对后发布 A second reader"
PAGE_RIGHTS = {"add_page": "Can add page", "change_page": "Can change page"}
SECTIONS = ("serviceindexpage", "newsindexpage")


def make(apps, editor):
    Group = apps.get_model("auth.Group")
    _retire_what_came_along(apps)
    groups = {name: Group.objects.get_or_create(name=name)[0] for name in (EDITORS, PUBLISHERS)}
    sections = apps.get_model("wagtailcore.Page").objects.filter(content_type__app_label="cms", content_type__model__in=SECTIONS)
    rights = [_permission(apps, ("wagtailcore", "page"), *one) for one in PAGE_RIGHTS.items()]
    general = [
        _permission(apps, ("wagtailadmin", "admin"), "access_admin", "Can access Wagtail admin"),
        _permission(apps, ("simple_translation", "simpletranslation"), "submit_translation", "Can submit translations"),
    ]
    for group in groups.values():
        group.permissions.add(*general)
        for section in sections:
            for right in rights:
                apps.get_model("wagtailcore.GroupPagePermission").objects.get_or_create(
                    group=group, page=section, permission=right
                )
    _workflow(apps, groups[PUBLISHERS], sections)


def _retire_what_came_along(apps):
    """Wagtail's own groups may edit every page; here rights follow appointments."""
    apps.get_model("auth.Group").objects.filter(name__in=["Editors", "Moderators"]).delete()
    apps.get_model("wagtailcore.WorkflowPage").objects.all().delete()
    apps.get_model("wagtailcore.Workflow").objects.update(active=False)
    apps.get_model("wagtailcore.Task").objects.update(active=False)


def _permission(apps, model, codename, name):
    kind, _ = apps.get_model("contenttypes.ContentType").objects.get_or_create(app_label=model[0], model=model[1])
    Permission = apps.get_model("auth.Permission")
    return Permission.objects.get_or_create(content_type=kind, codename=codename, defaults={"name": name})[0]


def _workflow(apps, publishers, sections):
    kind, _ = apps.get_model("contenttypes.ContentType").objects.get_or_create(app_label="cms", model="secondreader")
    task = apps.get_model("cms.SecondReader").objects.create(name=TASK, content_type=kind, active=True)
    task.groups.add(publishers)
    workflow = apps.get_model("wagtailcore.Workflow").objects.create(name=WORKFLOW, active=True)
    apps.get_model("wagtailcore.WorkflowTask").objects.create(workflow=workflow, task_id=task.pk, sort_order=0)
    for section in sections:
        apps.get_model("wagtailcore.WorkflowPage").objects.create(workflow=workflow, page=section)


def drop(apps, editor):
    apps.get_model("wagtailcore.Workflow").objects.filter(name=WORKFLOW).delete()
    apps.get_model("cms.SecondReader").objects.filter(name=TASK).delete()
    apps.get_model("auth.Group").objects.filter(name__in=[EDITORS, PUBLISHERS]).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0004_sections"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("simple_translation", "0001_initial"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0002_initial_data"),
        ("wagtailimages", "0002_initial_data"),
    ]
    operations = [migrations.RunPython(make, drop)]
