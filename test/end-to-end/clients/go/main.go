// Verifies what the service proves with an implementation that its authors did not write: the Go project's transparency log (RFC 6962) and signed
// notes (C2SP signed-note). Reads one JSON document on standard input; prints how much was verified, or ends with exit code 1 and the reason.
package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type hash = tlog.Hash

type inclusion struct {
	Partition  int      `json:"partition"`
	Offset     int64    `json:"offset"`
	Leaf       string   `json:"leaf"`
	Size       int64    `json:"size"`
	Path       []string `json:"path"`
	Checkpoint string   `json:"checkpoint"`
	// The record as the log holds it, framed as documented; in Base64.
	Record string `json:"record"`
}

type consistency struct {
	From string   `json:"fromCheckpoint"`
	To   string   `json:"checkpoint"`
	Path []string `json:"path"`
}

type document struct {
	Verifier    string        `json:"verifier"`
	Inclusions  []inclusion   `json:"inclusions"`
	Consistency []consistency `json:"consistency"`
}

func must(err error) {
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

func hashOf(text string) hash {
	bytes, err := base64.StdEncoding.DecodeString(text)
	must(err)
	if len(bytes) != tlog.HashSize {
		must(fmt.Errorf("a hash of %d bytes", len(bytes)))
	}
	var one hash
	copy(one[:], bytes)
	return one
}

func hashesOf(texts []string) []hash {
	hashes := []hash{}
	for _, text := range texts {
		hashes = append(hashes, hashOf(text))
	}
	return hashes
}

// The tree of a checkpoint whose signature verifies.
func open(text string, verifier note.Verifier) tlog.Tree {
	opened, err := note.Open([]byte(text), note.VerifierList(verifier))
	must(err)
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 {
		must(fmt.Errorf("a checkpoint of %d lines", len(lines)))
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	return tlog.Tree{N: size, Hash: hashOf(lines[2])}
}

func main() {
	var doc document
	must(json.NewDecoder(os.Stdin).Decode(&doc))
	verifier, err := note.NewVerifier(doc.Verifier)
	must(err)
	for _, one := range doc.Inclusions {
		tree := open(one.Checkpoint, verifier)
		record, err := base64.StdEncoding.DecodeString(one.Record)
		must(err)
		leaf := tlog.RecordHash(record)
		if leaf != hashOf(one.Leaf) || tree.N != one.Size {
			must(fmt.Errorf("record %d:%d has another leaf, or another tree", one.Partition, one.Offset))
		}
		must(tlog.CheckRecord(hashesOf(one.Path), tree.N, tree.Hash, one.Offset, leaf))
	}
	for _, one := range doc.Consistency {
		from, to := open(one.From, verifier), open(one.To, verifier)
		must(tlog.CheckTree(hashesOf(one.Path), to.N, to.Hash, from.N, from.Hash))
	}
	fmt.Printf("%d inclusions, %d consistencies\n", len(doc.Inclusions), len(doc.Consistency))
}
