using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Microsoft.AspNetCore.Grpc.JsonTranscoding")]
[assembly: InternalsVisibleTo("Grpc.AspNetCore.Server.Reflection")]
