package main

// valueSet is what is read of a ValueSet (http://hl7.org/fhir/R4/valueset.html).
type valueSet struct {
	URL, Version, Status, Name, Title string
	Compose                           struct {
		Inactive         *bool
		Include, Exclude []component
	}
}

// component is what a value set includes or excludes.
type component struct {
	System, Version string
	Concept         []concept
	Filter          []struct{ Property, Op, Value string }
	ValueSet        []string
}

// codeSystem is what is read of a CodeSystem (http://hl7.org/fhir/R4/codesystem.html).
type codeSystem struct {
	URL, Version, Name, Title, Content, HierarchyMeaning string
	CaseSensitive                                        *bool
	Concept                                              []concept
}

type concept struct {
	Code, Display, Definition string
	Property                  []property
	Concept                   []concept
}

type property struct {
	Code, ValueCode string
	ValueBoolean    bool
}

// terminology is the value sets and code systems of the standard, by url.
type terminology struct {
	sets    map[string]valueSet
	systems map[string]codeSystem
}

func readTerminology(src *source) (terminology, error) {
	t := terminology{map[string]valueSet{}, map[string]codeSystem{}}
	for _, file := range []string{"valuesets.json", "v3-codesystems.json", "v2-tables.json"} {
		err := resources(src, file, "ValueSet", func(v valueSet) error { t.sets[v.URL] = v; return nil })
		if err != nil {
			return t, err
		}
		err = resources(src, file, "CodeSystem", func(c codeSystem) error { t.systems[c.URL] = c; return nil })
		if err != nil {
			return t, err
		}
	}
	return t, nil
}

// displays gives the displays of a code system's concepts, by code.
func (c codeSystem) displays() map[string]string {
	all := map[string]string{}
	var add func([]concept)
	add = func(concepts []concept) {
		for _, c := range concepts {
			all[c.Code] = c.Display
			add(c.Concept)
		}
	}
	add(c.Concept)
	return all
}
