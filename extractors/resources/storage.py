"""Object storage and uploaded files."""

from __future__ import annotations

from decompose.extractors.graph import ResourceKind
from decompose.extractors.resources import uses
from decompose.extractors.resources.names import text

_DJANGO = (
    *("django.core.files.storage.default_storage", "django.core.files.storage.FileSystemStorage"),
    *("django.core.files.storage.get_storage_class", "django.core.files.storage.DefaultStorage"),
    *(
        "django.core.files.storage.Storage",
        "storages.backends.s3boto3.S3Boto3Storage",
        "storages.backends.s3.S3Storage",
    ),
    *("storages.backends.gcloud.GoogleCloudStorage", "storages.backends.azure_storage.AzureStorage"),
    "django.core.files.storage.filesystem.FileSystemStorage",
)
uses(
    ResourceKind.STORAGE,
    _DJANGO,
    reads="exists listdir size url path get_modified_time",
    writes="save delete",
    both="open",
)
_FIELDS = ("django.db.models", "django.db.models.fields.files")
uses(ResourceKind.STORAGE, _FIELDS, both="FileField ImageField", named=text(2, "upload_to"))
uses(ResourceKind.STORAGE, ("sorl.thumbnail",), both="ImageField", named=text(2, "upload_to"))
uses(ResourceKind.STORAGE, ("sorl.thumbnail",), both="get_thumbnail", writes="delete")
uses(ResourceKind.STORAGE, ("easy_thumbnails.files",), both="get_thumbnailer")
uses(
    ResourceKind.STORAGE,
    ("easy_thumbnails.fields", "versatileimagefield.fields"),
    both="ThumbnailerImageField VersatileImageField",
    named=text(2, "upload_to"),
)
uses(ResourceKind.STORAGE, ("werkzeug.datastructures.FileStorage",), writes="save", named=text(0, "dst"))

uses(
    ResourceKind.STORAGE,
    ("minio.Minio", "minio.api.Minio"),
    reads="get_object fget_object list_objects stat_object bucket_exists presigned_get_object",
    writes="put_object fput_object remove_object make_bucket",
    named=text(0, "bucket_name"),
)
_GOOGLE = "google.cloud.storage.Client"
uses(ResourceKind.STORAGE, (_GOOGLE,), both="bucket get_bucket", writes="create_bucket", named=text(0, "bucket_name"))
uses(
    ResourceKind.STORAGE,
    tuple(f"{_GOOGLE}.{bucket}.{blob}" for bucket in ("bucket", "get_bucket") for blob in ("blob", "get_blob")),
    reads="download_as_string download_as_bytes download_as_text download_to_filename download_to_file exists",
    writes="upload_from_string upload_from_file upload_from_filename delete",
)
uses(
    ResourceKind.STORAGE,
    ("azure.storage.blob.BlobServiceClient.get_blob_client", "azure.storage.blob.BlobClient.from_connection_string"),
    reads="download_blob exists",
    writes="upload_blob delete_blob",
)
uses(ResourceKind.STORAGE, ("cloudinary.uploader",), writes="upload destroy")
uses(
    ResourceKind.STORAGE,
    ("file_keeper.make_storage", "file_keeper.Storage"),
    reads="stream content exists scan",
    writes="upload remove move copy append",
)
