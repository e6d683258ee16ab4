module faultmaven-infra/e2e/stand-in

go 1.24
