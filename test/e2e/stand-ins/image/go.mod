module faultmaven-infra/e2e/stand-ins/image

go 1.24
