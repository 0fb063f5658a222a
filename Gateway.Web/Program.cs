using Gateway.Web.Access;
using Gateway.Web.Diagnostics;
using Gateway.Web.Store;

var builder = WebApplication.CreateBuilder(args);
builder.Logging.AddGatewayLogging(builder.Configuration);
builder.Services
    .AddStore(builder.Configuration)
    .AddAccess(builder.Configuration)
    .AddDiagnostics(builder.Configuration);

var app = builder.Build();
app.UseSecurityHeaders();
app.UseRouting();
app.UseAccess();
app.MapDiagnostics();
await app.RunAsync();
