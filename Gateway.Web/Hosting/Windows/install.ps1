<#
.SYNOPSIS
Installs the gateway in this directory as the Windows service "Gateway" and starts it.
.DESCRIPTION
Run it in an elevated PowerShell (5.1 or later) from the unpacked package. It may be run again after an update: settings and data are
kept. It creates:
  - %ProgramData%\Gateway: settings (appsettings.json), store, keys and logs; only SYSTEM, administrators and the service's account may access it
  - the source "Gateway" of the event log Application
  - the service, which starts automatically and is restarted after a failure
  - with -OpenFirewall, an inbound rule for the port of -Url
.PARAMETER Url
The address on which the gateway listens. Before it listens to other machines, configure a certificate: Kestrel:Certificates:Default in
appsettings.json.
.PARAMETER Backend
com uses MXAccess; simulator runs the gateway without it.
.PARAMETER Credential
The account under which the service and its workers run. It must be allowed to log on as a service, and to use System Platform. Without it
the virtual account "NT SERVICE\Gateway" is used.
.PARAMETER DotnetX86
The 32-bit dotnet.exe that runs worker\Gateway.Worker.dll, when it is not in its usual place.
#>
#Requires -RunAsAdministrator
[CmdletBinding()]
param(
    [string] $Url = 'http://127.0.0.1:5080',
    [ValidateSet('com', 'simulator')] [string] $Backend = 'com',
    [System.Management.Automation.PSCredential] $Credential,
    [string] $DotnetX86 = '',
    [switch] $OpenFirewall,
    [switch] $NoStart
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$service = 'Gateway'
$program = Join-Path $PSScriptRoot 'Gateway.Web.exe'
$data = Join-Path $env:ProgramData 'Gateway'
$settingsFile = Join-Path $data 'appsettings.json'
$account = if ($Credential) { $Credential.UserName } else { "NT SERVICE\$service" }

function Invoke-Program {
    param([string] $File, [string[]] $Arguments)
    & $File @Arguments
    if ($LASTEXITCODE -ne 0) { throw "$File ended with exit code $LASTEXITCODE." }
}

if (-not (Test-Path $program)) { throw "Gateway.Web.exe is missing in the directory of this script; run the script from the unpacked package." }
if (-not (Get-ChildItem (Join-Path $PSScriptRoot 'worker') -Filter 'Gateway.Worker.*' -ErrorAction SilentlyContinue)) {
    throw "The directory 'worker' beside this script contains no worker; run the script from the unpacked package."
}

$existing = Get-Service -Name $service -ErrorAction SilentlyContinue
if ($existing -and $existing.Status -ne 'Stopped') {
    Stop-Service -Name $service
    $existing.WaitForStatus('Stopped', [TimeSpan]::FromSeconds(90))
}

# The service is created first, because its virtual account does not exist before. Command lines that contain quotes go through cmdlets,
# because Windows PowerShell does not pass quotes to programs unchanged.
$binary = "`"$program`" service"
if (-not $existing) {
    New-Service -Name $service -BinaryPathName $binary -DisplayName 'Gateway for MXAccess' -StartupType Automatic | Out-Null
}
$change = @{ PathName = $binary }
if ($Credential) {
    $change.StartName = $account
    $change.StartPassword = $Credential.GetNetworkCredential().Password
}
$result = Get-CimInstance -ClassName Win32_Service -Filter "Name='$service'" | Invoke-CimMethod -MethodName Change -Arguments $change
if ($result.ReturnValue -ne 0) { throw "The service could not be configured: Win32_Service.Change answered $($result.ReturnValue)." }
if (-not $Credential -and -not $existing) {
    Invoke-Program sc.exe @('config', $service, 'obj=', $account)
}
Invoke-Program sc.exe @('description', $service, 'Realtime gateway between MXAccess and SignalR clients')
Invoke-Program sc.exe @('failure', $service, 'reset=', '86400', 'actions=', 'restart/5000/restart/30000/restart/60000')

New-Item -ItemType Directory -Path $data -Force | Out-Null
Invoke-Program icacls.exe @($data, '/inheritance:r', '/grant:r', '*S-1-5-18:(OI)(CI)F', '*S-1-5-32-544:(OI)(CI)F', "${account}:(OI)(CI)M", '/Q')

if (-not (Test-Path $settingsFile)) {
    $workers = @{ DefaultBackend = $Backend; Backends = @{ $Backend = @{} } }
    if ($Backend -eq 'com') { $workers.RequiredArchitecture = 'X86' }
    if ($DotnetX86) { $workers.DotnetHostPath = $DotnetX86 }
    $settings = @{
        Urls    = $Url
        Gateway = @{
            Store       = @{ Path = Join-Path $data 'gateway.db' }
            Diagnostics = @{ LogDirectory = Join-Path $data 'logs' }
            Workers     = $workers
        }
    }
    # WriteAllText writes no byte order mark in any version of PowerShell.
    [IO.File]::WriteAllText($settingsFile, ($settings | ConvertTo-Json -Depth 8))
}

if (-not [Diagnostics.EventLog]::SourceExists($service)) { New-EventLog -LogName Application -Source $service }

if ($OpenFirewall -and -not (Get-NetFirewallRule -Name $service -ErrorAction SilentlyContinue)) {
    New-NetFirewallRule -Name $service -DisplayName 'Gateway for MXAccess' -Direction Inbound -Action Allow -Protocol TCP `
        -LocalPort ([Uri] $Url).Port -Program $program -Profile Domain, Private | Out-Null
}

if ($Backend -eq 'com') {
    $worker = Join-Path $PSScriptRoot 'worker\Gateway.Worker'
    $dotnet = if ($DotnetX86) { $DotnetX86 } else { Join-Path ${env:ProgramFiles(x86)} 'dotnet\dotnet.exe' }
    if (Test-Path "$worker.exe") { & "$worker.exe" --probe } else { & $dotnet "$worker.dll" --probe }
    if ($LASTEXITCODE -ne 0) { Write-Warning 'MXAccess cannot be used yet; the report above names the cause. Sessions fail until it is corrected.' }
}

if (-not $NoStart) { Start-Service -Name $service }

Write-Host "Installed. Settings: $settingsFile"
Write-Host "To get the first token, run: & '$program' token --subject $env:USERNAME --scopes admin --lifetime 30d"
