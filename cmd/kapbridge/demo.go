package main

type demoCommand struct{ databaseFlags }

func (c *demoCommand) Run(p *program) error { return nil }

func (c *serveCommand) demoIfEmpty(p *program, db *database) error { return nil }
