package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// version is set by the build.
var version = "development"

// cli is the whole command line; each field is a subcommand.
type cli struct {
	Serve   serveCommand   `cmd:"" help:"Serve FHIR R4 over the clinic's tables."`
	Migrate migrateCommand `cmd:"" help:"Bring the database's schema up to date."`
	Demo    demoCommand    `cmd:"" help:"Load a synthetic clinic into the clinic's tables, by SQL."`
	Check   checkCommand   `cmd:"" help:"Compare what is stored with the clinic's rows, and count what lives in columns."`
	Psql    psqlCommand    `cmd:"" help:"Open psql on the clinic's tables."`
	Sketch  sketchCommand  `cmd:"" help:"Print the migration that a resource type's declaration asks for."`
	Docs    docsCommand    `cmd:"" help:"Write the generated reference pages."`

	LogLevel slog.Level       `enum:"DEBUG,INFO,WARN,ERROR" default:"INFO" env:"KAPBRIDGE_LOG_LEVEL" help:"Least level that is logged: ${enum}."`
	Version  kong.VersionFlag `help:"Print the version."`
}

// program is what every subcommand is given.
type program struct {
	ctx context.Context
	log *slog.Logger
}

func main() {
	var c cli
	parsed := kong.Parse(&c,
		kong.Name("kapbridge"),
		kong.Description("kapbridge, for HL7 FHIR R4: a KAP clinic's own tables as lossless FHIR over REST."),
		kong.Vars{"version": version},
		kong.ShortUsageOnError())
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	log := slog.New(slog.NewJSONHandler(os.Stderr, &slog.HandlerOptions{Level: c.LogLevel}))
	if err := parsed.Run(&program{ctx: ctx, log: log}); err != nil {
		fmt.Fprintln(os.Stderr, "kapbridge:", err)
		os.Exit(1) //nolint:gocritic // stop only unregisters the signals
	}
}
