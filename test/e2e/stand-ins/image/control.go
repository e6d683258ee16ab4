package main

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

const controlAddress = "127.0.0.1:9999"

// kept holds what fill has taken.
var kept [][]byte

// controlled lets a test break the main process, or make it take memory or processor time.
func controlled(broken *atomic.Bool) {
	mux := http.NewServeMux()
	mux.HandleFunc("/break", func(http.ResponseWriter, *http.Request) { broken.Store(true) })
	mux.HandleFunc("/mend", func(http.ResponseWriter, *http.Request) { broken.Store(false) })
	mux.HandleFunc("/spin", func(http.ResponseWriter, *http.Request) {
		for range 2 {
			go func() {
				for {
				}
			}()
		}
	})
	// fill takes memory until the container uses all but the given MiB of its limit; less than nothing means beyond it.
	mux.HandleFunc("/fill", func(w http.ResponseWriter, r *http.Request) {
		spare, err := strconv.Atoi(r.URL.Query().Get("spare"))
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		go fill(spare)
	})
	if err := http.ListenAndServe(controlAddress, mux); err != nil {
		fmt.Fprintln(os.Stderr, "control:", err)
		os.Exit(1)
	}
}

func fill(spareMebibytes int) {
	const step = 1 << 20
	for {
		usage, limit, err := memory()
		if err != nil {
			fmt.Fprintln(os.Stderr, "fill:", err)
			return
		}
		if limit-usage <= spareMebibytes<<20 {
			return
		}
		block := make([]byte, step)
		for i := 0; i < len(block); i += 4096 {
			block[i] = 1
		}
		kept = append(kept, block)
	}
}

// control is what a test runs inside a container.
func control(args []string) error {
	switch {
	case len(args) == 1 && args[0] == "user":
		fmt.Println(os.Getuid())
		return nil
	case len(args) == 1 && args[0] == "capabilities":
		effective, err := status("CapEff")
		fmt.Println(effective)
		return err
	case len(args) == 1 && args[0] == "memory":
		usage, limit, err := memory()
		fmt.Println(usage, limit)
		return err
	case len(args) == 1 && args[0] == "cpu":
		used, throttled, err := cpu()
		fmt.Println(used, throttled)
		return err
	case len(args) == 1:
		return ask("http://"+controlAddress+"/"+args[0], time.Minute)
	case len(args) == 2 && args[0] == "fill":
		return ask("http://"+controlAddress+"/fill?spare="+args[1], time.Minute)
	}
	return errors.New("usage: control user|capabilities|memory|cpu|break|mend|spin|fill SPARE")
}

// ask makes a GET request; anything but a 2xx answer is an error.
func ask(url string, timeout time.Duration) error {
	client := http.Client{Timeout: timeout}
	response, err := client.Get(url)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if _, err := io.Copy(io.Discard, response.Body); err != nil {
		return err
	}
	if response.StatusCode/100 != 2 {
		return fmt.Errorf("%s answered %s", url, response.Status)
	}
	return nil
}

// memory is what the container uses and may use, in bytes.
func memory() (usage, limit int, err error) {
	if usage, err = number("/sys/fs/cgroup/memory.current"); err == nil {
		limit, err = number("/sys/fs/cgroup/memory.max")
		return usage, limit, err
	}
	if usage, err = number("/sys/fs/cgroup/memory/memory.usage_in_bytes"); err != nil {
		return 0, 0, err
	}
	limit, err = number("/sys/fs/cgroup/memory/memory.limit_in_bytes")
	return usage, limit, err
}

// cpu is the processor time that the container has used, in nanoseconds, and how often it was throttled.
func cpu() (used, throttled int, err error) {
	if used, err = field("/sys/fs/cgroup/cpu.stat", "usage_usec"); err == nil {
		throttled, err = field("/sys/fs/cgroup/cpu.stat", "nr_throttled")
		return used * 1000, throttled, err
	}
	if used, err = number("/sys/fs/cgroup/cpuacct/cpuacct.usage"); err != nil {
		return 0, 0, err
	}
	throttled, err = field("/sys/fs/cgroup/cpu/cpu.stat", "nr_throttled")
	return used, throttled, err
}

func number(file string) (int, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(strings.TrimSpace(string(text)))
}

func field(file, name string) (int, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return 0, err
	}
	for _, line := range strings.Split(string(text), "\n") {
		if value, found := strings.CutPrefix(line, name+" "); found {
			return strconv.Atoi(value)
		}
	}
	return 0, fmt.Errorf("%s has no %s", file, name)
}

// status is a field of this process, as the kernel sees it.
func status(name string) (string, error) {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return "", err
	}
	for _, line := range strings.Split(string(text), "\n") {
		if value, found := strings.CutPrefix(line, name+":"); found {
			return strings.TrimSpace(value), nil
		}
	}
	return "", fmt.Errorf("no %s", name)
}

// redis sends one command to the server that REDIS_HOST and REDIS_PORT name, and returns the first line of its answer; a refusal is an error.
func redis(command string) (string, error) {
	address := net.JoinHostPort(os.Getenv("REDIS_HOST"), os.Getenv("REDIS_PORT"))
	connection, err := net.DialTimeout("tcp", address, 5*time.Second)
	if err != nil {
		return "", err
	}
	defer connection.Close()
	if err := connection.SetDeadline(time.Now().Add(5 * time.Second)); err != nil {
		return "", err
	}
	if _, err := fmt.Fprintf(connection, "%s\r\n", command); err != nil {
		return "", err
	}
	answer := make([]byte, 512)
	length, err := connection.Read(answer)
	if err != nil {
		return "", err
	}
	line, _, _ := strings.Cut(string(answer[:length]), "\r\n")
	if strings.HasPrefix(line, "-") {
		return "", errors.New(line)
	}
	return line, nil
}
