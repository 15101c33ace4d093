// field: generated
coalesce(this.generated, false)
