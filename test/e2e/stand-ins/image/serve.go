package main

import (
	"flag"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
)

// serve is the main process of a service: an HTTP listener that control can break.
//
// -database opens the file of DATABASE_URL as the images with a database do at start; -nginx gives a cache folder away and
// starts a worker as another user as the dashboard's does. Where a variable of the persist switch is set, it is written to.
func serve(args []string) error {
	flags := flag.NewFlagSet("serve", flag.ContinueOnError)
	port := flags.Int("port", 8000, "")
	database := flags.Bool("database", false, "")
	nginx := flags.Bool("nginx", false, "")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *database {
		if err := touch(strings.TrimPrefix(os.Getenv("DATABASE_URL"), "sqlite+aiosqlite:///")); err != nil {
			return err
		}
	}
	for _, variable := range []string{"STORAGE_LOCAL_PATH", "CHROMA_PERSIST_DIR", "HF_HOME"} {
		if folder := os.Getenv(variable); folder != "" {
			if err := touch(filepath.Join(folder, "stand-in")); err != nil {
				return err
			}
		}
	}
	if *nginx {
		if err := asNginx(); err != nil {
			return err
		}
	}

	var broken atomic.Bool
	go controlled(&broken)
	return http.ListenAndServe(fmt.Sprintf(":%d", *port), http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if broken.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ok")
	}))
}

func touch(file string) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	handle, err := os.OpenFile(file, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return err
	}
	return handle.Close()
}

const nginxUser = 101

func asNginx() error {
	if err := os.MkdirAll("/var/cache/nginx/client_temp", 0o700); err != nil {
		return err
	}
	if err := os.Chown("/var/cache/nginx/client_temp", nginxUser, nginxUser); err != nil {
		return err
	}
	worker := exec.Command("/bin/control", "user")
	worker.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nginxUser, Gid: nginxUser}}
	output, err := worker.Output()
	if err == nil && strings.TrimSpace(string(output)) != fmt.Sprint(nginxUser) {
		err = fmt.Errorf("worker runs as %s", output)
	}
	return err
}
