package main

import (
	"context"
	"errors"
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
	Serve    serveCommand    `cmd:"" help:"Serve FHIR R4 over the clinic's tables."`
	Migrate  migrateCommand  `cmd:"" help:"Bring the database's schema up to date."`
	Demo     demoCommand     `cmd:"" help:"Load a synthetic clinic into the clinic's tables, by SQL."`
	Check    checkCommand    `cmd:"" help:"Compare what is stored with the clinic's rows, and count what lives in columns."`
	Validate validateCommand `cmd:"" help:"Hold files of FHIR resources to R4 and to profiles; needs no database."`
	Psql     psqlCommand     `cmd:"" help:"Open psql on the clinic's tables."`
	Sketch   sketchCommand   `cmd:"" help:"Print the migration that a resource type's declaration asks for."`
	Docs     docsCommand     `cmd:"" help:"Write the generated reference pages."`

	LogLevel slog.Level       `enum:"DEBUG,INFO,WARN,ERROR" default:"INFO" env:"KAPBRIDGE_LOG_LEVEL" help:"Least level that is logged: ${enum}."`
	Version  kong.VersionFlag `help:"Print the version."`
}

// program is what every subcommand is given.
type program struct {
	ctx context.Context
	log *slog.Logger
}

// exitStatus ends the program when all has been said already.
type exitStatus int

// The status of a command that was called wrongly, or could not read its input.
const statusUsage exitStatus = 2

func (s exitStatus) Error() string { return fmt.Sprintf("exit status %d", int(s)) }

func main() {
	var c cli
	parsed := kong.Parse(&c,
		kong.Name("kapbridge"),
		kong.Description("kapbridge, for HL7 FHIR R4: a KAP clinic's own tables as lossless FHIR over REST."),
		kong.Vars{"version": version},
		kong.ShortUsageOnError(),
		kong.Exit(func(status int) {
			if status > int(statusUsage) { // kong's own for usage
				status = int(statusUsage)
			}
			os.Exit(status)
		}))
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	log := slog.New(slog.NewJSONHandler(os.Stderr, &slog.HandlerOptions{Level: c.LogLevel}))
	if err := parsed.Run(&program{ctx: ctx, log: log}); err != nil {
		var said exitStatus
		if errors.As(err, &said) {
			os.Exit(int(said)) //nolint:gocritic // as below
		}
		fmt.Fprintln(os.Stderr, "kapbridge:", err)
		os.Exit(1) //nolint:gocritic // stop only unregisters the signals
	}
}
