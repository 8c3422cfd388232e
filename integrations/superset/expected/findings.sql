SELECT topic, finding FROM dashboard.findings
