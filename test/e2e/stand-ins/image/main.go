// Stand-ins for FaultMaven's images, which no test can pull. One static program under several names: the servers listen and
// answer for real, and what health checks call (python, wget, celery) makes the real request, so that a broken listener is
// an unhealthy container.
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

func main() {
	name, args := filepath.Base(os.Args[0]), os.Args[1:]
	commands := map[string]func([]string) error{
		"serve":                serve,
		"python":               python,
		"wget":                 wget,
		"celery":               celery,
		"docker-entrypoint.sh": redisEntrypoint,
		"control":              control,
	}
	command, known := commands[name]
	if !known {
		fmt.Fprintf(os.Stderr, "stand-in: no command %q\n", name)
		os.Exit(127)
	}
	if err := command(args); err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
		os.Exit(1)
	}
}
