// field: insufficient
this.value IS NULL
