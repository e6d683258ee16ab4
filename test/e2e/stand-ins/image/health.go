package main

import (
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"time"
)

var (
	urlopen = regexp.MustCompile(`urlopen\('([^']+)', timeout=(\d+)\)`)
	exists  = regexp.MustCompile(`os\.path\.exists\('([^']+)'\)`)
)

// python understands the two programs that the published health checks run.
func python(args []string) error {
	code := strings.Join(args, " ")
	if match := urlopen.FindStringSubmatch(code); match != nil {
		timeout, err := strconv.Atoi(match[2])
		if err != nil {
			return err
		}
		return ask(match[1], time.Duration(timeout)*time.Second)
	}
	if match := exists.FindStringSubmatch(code); match != nil {
		_, err := os.Stat(match[1])
		return err
	}
	return fmt.Errorf("no such program: %s", code)
}

func wget(args []string) error {
	return ask(args[len(args)-1], 5*time.Second)
}

// celery is the worker, the beat and the ping that goes through Redis to the worker and back.
func celery(args []string) error {
	joined := strings.Join(args, " ")
	switch {
	case strings.Contains(joined, " inspect ping"):
		answer, err := redis("GET stand-in:worker")
		if err == nil && answer == "$-1" {
			err = fmt.Errorf("no worker answers")
		}
		return err
	case strings.Contains(joined, " worker "):
		return controlledLoop(func() error {
			_, err := redis("SET stand-in:worker 1 EX 3")
			return err
		})
	case strings.Contains(joined, " beat "):
		return controlledLoop(func() error { return touch("celerybeat-schedule") })
	}
	return fmt.Errorf("no such command: %s", joined)
}

// controlledLoop does its work every second until control breaks it.
func controlledLoop(work func() error) error {
	var broken atomic.Bool
	go controlled(&broken)
	for ; ; time.Sleep(time.Second) {
		if broken.Load() {
			continue
		}
		if err := work(); err != nil {
			fmt.Fprintln(os.Stderr, "celery:", err)
		}
	}
}

const redisUser, redisGroup = 999, 1000

// redisEntrypoint does what the Redis image's does: it gives /data to the user redis and becomes that user. That image is
// also built without protected mode, in which a server without a password refuses everybody outside its container.
func redisEntrypoint(args []string) error {
	if err := os.Chown("/data", redisUser, redisGroup); err != nil {
		return err
	}
	if err := syscall.Setgroups(nil); err != nil {
		return err
	}
	if err := syscall.Setgid(redisGroup); err != nil {
		return err
	}
	if err := syscall.Setuid(redisUser); err != nil {
		return err
	}
	if err := os.Chdir("/data"); err != nil {
		return err
	}
	return syscall.Exec("/bin/"+args[0], append(args, "--protected-mode", "no"), os.Environ())
}
