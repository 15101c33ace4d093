// field: kind
this.kind

// field: placeholder
this:Placeholder

// field: generated
coalesce(this.generated, false)

// field: modified
toString(this.modified)

// field: ended
this:Ended
