// field: id
this.id

// field: number
this.number

// field: job
this.job

// field: asOf
this.asOf

// field: startedAt
this.startedAt

// field: finishedAt
this.finishedAt

// field: graphVersion
this.graphVersion

// field: program
this.program

// field: latest
this:Latest

// field: scored
this.scored

// field: insufficient
this.insufficient

// field: converged
this.converged

// field: parameters
// kind: json
// returns: JSON
this.parameters

// field: assumptions
// kind: json
// returns: JSON
this.assumptions

// field: metrics
// kind: json
// returns: JSON
this.metrics
