// Build and development server; in development the API is the mock (npm run mock) or a real server.
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const api = process.env["ANLASS_API"] ?? "http://127.0.0.1:8787";

export default defineConfig({
  plugins: [react()],
  server: { port: 5173, proxy: { "/api": api } },
  build: { target: "es2022", chunkSizeWarningLimit: 700, assetsInlineLimit: 0 },
});
