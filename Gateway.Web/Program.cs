using Gateway.Web.Diagnostics;
using Gateway.Web.Hosting;

var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = ContentRoot.Find() });
builder.Logging.AddGatewayLogging(builder.Configuration);
builder.Services.AddGateway(builder.Configuration);

var app = builder.Build();
app.MapGateway();
await app.RunAsync();
