<#
.SYNOPSIS
Removes the Windows service "Gateway", its firewall rule and its event log source. Settings, store and logs in %ProgramData%\Gateway
are kept, unless -RemoveData is given. Delete the program's directory yourself.
#>
#Requires -RunAsAdministrator
[CmdletBinding()]
param([switch] $RemoveData)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$service = 'Gateway'
$existing = Get-Service -Name $service -ErrorAction SilentlyContinue
if ($existing) {
    if ($existing.Status -ne 'Stopped') {
        Stop-Service -Name $service
        $existing.WaitForStatus('Stopped', [TimeSpan]::FromSeconds(90))
    }
    & sc.exe delete $service
    if ($LASTEXITCODE -ne 0) { throw "sc.exe ended with exit code $LASTEXITCODE." }
}

Get-NetFirewallRule -Name $service -ErrorAction SilentlyContinue | Remove-NetFirewallRule
if ([Diagnostics.EventLog]::SourceExists($service)) { Remove-EventLog -Source $service }
if ($RemoveData) { Remove-Item -Recurse -Force (Join-Path $env:ProgramData 'Gateway') }
