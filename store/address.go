package store

import (
	"kapbridge/fhir"
	"kapbridge/mapping"
)

// address gives every write the key of its resource.
func (x *transaction) address() error {
	made := map[string]fhir.Key{}
	x.jobs, x.links, x.own = nil, map[string]string{}, map[fhir.Key]mapping.Do{}
	for i, w := range x.Writes {
		jobs, err := x.jobsOf(i)
		if err != nil {
			return blame(err, i+1)
		}
		for _, j := range jobs {
			if x.own[j.key] != "" && j.result != mapping.Found {
				return blame(fhir.Refuse(422, "duplicate", "another entry of the transaction writes %s already; a transaction may write a resource once", j.key), i+1)
			}
			if x.own[j.key] != mapping.Delete {
				x.own[j.key] = j.Do
			}
			if j.URL != "" {
				x.links[j.URL] = j.key.String()
			}
		}
		if w.Where != nil && w.Do != mapping.Delete {
			if err := makesOne(made, w.Where, jobs[0]); err != nil {
				return blame(err, i+1)
			}
		}
		x.jobs = append(x.jobs, jobs...)
	}
	return x.nameLinks(made)
}

// makesOne remembers which resource a conditional write makes or meets. Two that
// make one by the same criteria would leave what these criteria are to prevent.
func makesOne(made map[string]fhir.Key, q *mapping.Query, j *job) error {
	text := criteriaText(q)
	if _, twice := made[text]; twice && j.result != mapping.Found {
		return fhir.Refuse(422, "duplicate", "another entry of the transaction writes by the same criteria; leave one of them, to whose fullUrl the others can refer")
	}
	made[text] = j.key
	return nil
}

// split takes apart what is to be stored; a patch has to wait until its
// resource is locked.
func (x *transaction) split() {
	for _, j := range x.jobs {
		if j.tree != nil {
			j.take(x.relink(j, j.tree))
		}
	}
}
