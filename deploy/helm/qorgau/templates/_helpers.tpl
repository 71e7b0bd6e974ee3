{{- define "qorgau.name" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name }}{{ else }}{{ .Release.Name }}-{{ .Chart.Name }}{{ end -}}
{{- end }}

{{- define "qorgau.labels" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .process }}
{{- end }}

{{/* The processes of the release, as JSON: the three services, or the single one. */}}
{{- define "qorgau.processes" -}}
{{- if .Values.kafka.url }}{{ list "ingest" "aggregator" "api" | toJson }}{{ else }}{{ list "single" | toJson }}{{ end -}}
{{- end }}

{{/* 0 stops a process; the single one is alone in any case. */}}
{{- define "qorgau.replicas" -}}
{{- $replicas := (index .root.Values .process).replicas -}}
{{- $count := ternary 1 ($replicas | int) (kindIs "invalid" $replicas) -}}
{{- if and (eq .process "single") (gt $count 1) }}{{ fail "single.replicas is 1, or 0: the embedded log has one writer" }}{{ end -}}
{{ $count }}
{{- end }}

{{- define "qorgau.tag" -}}
{{- if not (kindIs "string" .Values.image.tag) }}{{ fail (printf "image.tag is no text: \"%v\" in quotes, or --set-string" .Values.image.tag) }}{{ end -}}
{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}

{{/* The Secrets that a process gets: name of the Secret, key in it, setting that names the file. */}}
{{- define "qorgau.secrets" -}}
{{- $is := eq .process "single" -}}
{{- $found := list (dict "folder" "access" "name" .root.Values.secrets.tokens "key" "tokens.json" "setting" "QORGAU_TOKENS_FILE") -}}
{{- if or $is (eq .process "ingest") }}
{{- $found = append $found (dict "folder" "door" "name" .root.Values.secrets.pseudonymKey "key" "pseudonym.key" "setting" "QORGAU_PSEUDONYM_KEY_FILE") -}}
{{- end }}
{{- if not $is }}
{{- $found = append $found (dict "folder" "kafka" "name" .root.Values.secrets.kafkaPassword "key" "password" "setting" "QORGAU_KAFKA_PASSWORD_FILE") -}}
{{- end }}
{{- if ne .process "ingest" }}
{{- $found = append $found (dict "folder" "store" "name" .root.Values.secrets.storePassword "key" "password" "setting" "QORGAU_STORE_PASSWORD_FILE") -}}
{{- end }}
{{- if or $is (eq .process "api") }}
{{- $found = append $found (dict "folder" "signing" "name" .root.Values.secrets.signingKey "key" "signing.key" "setting" "QORGAU_SIGNING_KEY_FILE") -}}
{{- end }}
{{- $files := dict -}}
{{- range $file := concat (.root.Values.files | default list) ((index .root.Values .process).files | default list) }}
{{- range $part := list "secret" "key" "setting" }}
{{- if not (get $file $part) }}{{ fail (printf "each of files is { secret, key, setting }, and one has no %s" $part) }}{{ end -}}
{{- end }}
{{- if not (regexMatch "^QORGAU_[A-Z_]+_FILE$" .setting) }}{{ fail (printf "files: %s is no setting that names a file" .setting) }}{{ end -}}
{{- $_ := set $files .setting . -}}
{{- end }}
{{- range $files }}
{{- $folder := .setting | trimPrefix "QORGAU_" | lower | replace "_" "-" -}}
{{- $found = append $found (dict "folder" $folder "name" .secret "key" .key "setting" .setting) -}}
{{- end }}
{{- $named := list -}}
{{- range $found }}{{ if .name }}{{ $named = append $named . }}{{ end }}{{ end -}}
{{- $named | toJson -}}
{{- end }}

{{/* The settings of a process, as JSON: those of the chart, of every process, of this one; the later outrank the earlier. */}}
{{- define "qorgau.settings" -}}
{{- $values := .root.Values -}}
{{- $set := dict "QORGAU_LISTEN" "0.0.0.0" "QORGAU_PORT" "8080" "QORGAU_DATA" "/var/lib/qorgau" -}}
{{- if ne .process "single" }}
{{- $_ := set $set "QORGAU_LOG" $values.kafka.url -}}
{{- if $values.kafka.user }}{{ $_ := set $set "QORGAU_KAFKA_USER" $values.kafka.user }}{{ end -}}
{{- if $values.kafka.tls }}{{ $_ := set $set "QORGAU_KAFKA_TLS" "yes" }}{{ end -}}
{{- end }}
{{- if ne .process "ingest" }}
{{- $_ := set $set "QORGAU_STORE" (required "store.url is the address of ClickHouse: the image holds no engine of its own" $values.store.url) -}}
{{- end }}
{{- range (include "qorgau.secrets" . | fromJsonArray) }}
{{- $_ := set $set .setting (printf "/run/secrets/%s/%s" .folder .key) -}}
{{- end }}
{{- $all := mergeOverwrite $set (deepCopy $values.settings) (deepCopy (index $values .process).settings) -}}
{{- range $setting, $value := $all }}
{{- if not (kindIs "string" $value) }}
{{- fail (printf "%s is no text (%s %v): in quotes in a file of values, by --set-string on the command line" $setting (kindOf $value) $value) }}
{{- end }}
{{- end }}
{{- $all | toJson -}}
{{- end }}
